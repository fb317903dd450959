/** Every text of the dashboard, in one place. */
import type { EpisodeRule } from "../../vitals/episode.ts";
import type { News2Band } from "../../vitals/news2.ts";
import type { RiskLevel } from "../../vitals/reading.ts";
import type { Role } from "../../vitals/api.ts";

const ruleTexts: Record<EpisodeRule, string> = {
	forest: "Unlike this patient",
	"safety-net": "Beyond a safety limit",
	drift: "Slow change",
	"sensors-absent": "Sensor off",
	"ecg-signal": "ECG signal fault",
	"flat-line": "Signals stand still",
	battery: "Battery low",
	silence: "Device silent",
	"patient-mismatch": "Names another patient",
};

const roleTexts: Record<Role, string> = {
	viewer: "Viewer",
	clinician: "Clinician",
	engineer: "Engineer",
	admin: "Administrator",
};

const riskTexts: Record<RiskLevel, string> = { LOW: "Low", MEDIUM: "Medium", HIGH: "High" };

const newsBandTexts: Record<News2Band, string> = {
	low: "low",
	"low-medium": "low-medium",
	medium: "medium",
	high: "high",
};

export const texts = {
	product: "BioStream Sentinel",
	skip: "Skip to the beds",
	rules: ruleTexts,
	roles: roleTexts,
	risks: riskTexts,
	header: {
		ward: "Ward",
		theme: (next: "light" | "dark") => `Switch to the ${next} theme`,
		help: "Keyboard help",
		signOut: "Sign out",
		account: (name: string, role: string) => `Signed in as ${name}, ${role}`,
	},
	glass: {
		title: "Glass broken",
		who: (person: string, ward: string, from: string, until: string) =>
			`${person} opened ${ward} at ${from}, until ${until}:`,
		seen: "I know of it",
	},
	connection: {
		connecting: "Connecting…",
		open: "Live",
		reconnecting: "Reconnecting…",
		outdated: "Out of date",
		retryIn: (seconds: number) => (seconds > 0 ? `next attempt in ${seconds} s` : "trying now"),
		retry: "Try now",
		lost: "Not live. The numbers below are the last ones received.",
		outdatedTitle: "Please reload",
		outdatedBody:
			"The server was updated and speaks a newer version than this page. Nothing here is live until you reload.",
		reload: "Reload",
	},
	counts: {
		region: "Counts",
		thisWard: "This ward",
		allWards: "All wards",
		live: "live",
		liveOf: (total: string) => `of ${total}`,
		liveTitle: "Devices heard in the last 10 s, of the devices in this ward",
		high: "high",
		medium: "medium",
		technical: "technical",
		open: "open",
		openTitle: (high: number, medium: number, technical: number) =>
			`Open in all wards: ${high} high, ${medium} medium, ${technical} technical`,
		today: "episodes today",
		lake: "readings in the lake",
		lakeTitle: (objects: string, bytes: string) => `${objects} Parquet objects, ${bytes}`,
		devices: "devices",
		unknown: "–",
		stale: (time: string) => `Not refreshed since ${time}`,
	},
	queue: {
		title: "Open episodes",
		technical: "Technical",
		none: "No open episode",
		noneHint: "Nothing is open for the patients of this ward.",
		noTechnical: "No device needs attention.",
		show: (bed: string) => `Show ${bed}`,
		since: "since",
		simulatedTime: "simulated time",
		riskLabel: (risk: string) => `${risk} risk`,
		usualToActual: (usual: string, actual: string) => `${usual} → ${actual}`,
		expectedToActual: (expected: string, actual: string) => `expected ${expected} → ${actual}`,
		acknowledge: "Acknowledge",
		acknowledgeOf: (bed: string) => `Acknowledge ${bed}`,
		sending: "Acknowledging…",
		acknowledged: (by: string, time: string) => `Acknowledged by ${by} at ${time}`,
		you: "you",
		somebody: "somebody",
		conflict: (bed: string, what: string) => `${bed} was not acknowledged by you. ${what}.`,
		closedMeanwhile: "The episode has closed meanwhile",
		changedMeanwhile: "The episode has changed meanwhile: look again, then acknowledge",
		notAcknowledged: (bed: string, reason: string) => `${bed} is not acknowledged. ${reason}`,
	},
	beds: {
		title: "Beds",
		search: "Find a bed, patient or device",
		searchKey: "/",
		clear: "Clear",
		shown: (shown: number, total: number) =>
			shown === total ? (total === 1 ? "1 bed" : `${total} beds`) : `${shown} of ${total} beds`,
		noMatch: (query: string) => `No bed, patient or device matches “${query}”.`,
	},
	bed: {
		live: "live",
		simulated: "Simulated",
		simulatedTitle: (rate: number) =>
			rate === 1
				? "Values come from the simulator, not from a patient"
				: `Values come from the simulator; its clock runs ${rate} times as fast`,
		noPatient: "no patient",
		patient: (patient: string) => `Patient ${patient}`,
		battery: (level: string) => `Battery ${level}`,
		batteryUnknown: "Battery unknown",
		risk: (risk: string) => `Risk ${risk.toLowerCase()}`,
		watching: "watching",
		lastRisk: (risk: string) => `Last known risk ${risk.toLowerCase()}`,
		more: (count: number) => `+${count}`,
		moreTitle: (count: number) => (count === 1 ? "One more open episode" : `${count} more open episodes`),
		signalAge: "Signal age",
		pressure: "BP",
		pressureLabel: "Blood pressure",
		sensorOff: "off",
		none: "–",
		trend: "Heart rate, last 2 minutes",
		trendLabel: "HR",
		acknowledged: "acknowledged",
		news2: {
			name: "NEWS2",
			bands: newsBandTexts,
			arrows: { rising: "↑", falling: "↓", steady: "" },
			trends: { rising: "rising", falling: "falling", steady: "steady" },
			score: (score: number, band: string, arrow: string) => `${score}${arrow} ${band}`,
			scoreTitle: (score: number, band: string, went: string, change: number) =>
				`NEWS2 ${score} of 20, ${band} risk` +
				(went === "" ? "" : `, ${went} within the hour${change === 0 ? "" : ` by ${Math.abs(change)}`}`),
			incomplete: (known: number, of: number) => `${known} of ${of}`,
			incompleteTitle: (known: number, of: number, partial: number) =>
				`NEWS2 incomplete: ${known} of ${of} parameters known, at least ${partial} ${partial === 1 ? "point" : "points"}`,
			notApplicable: "not applicable",
			notApplicableTitle: "NEWS2 does not apply under 16 years and in pregnancy",
			lost: "--",
			lostTitle: "NEWS2: no present values",
		},
		learning: (percent: number) => `learning, ${percent} %`,
		learningTitle: "How much of what counts as usual is this patient's own so far",
		limits: "limits not validated",
		limitsTitle: "The limits for this age or for pregnancy have not been checked against their sources",
		lossNoConnection: "No connection to the server",
		lossNever: "No reading yet",
		lossSilent: (age: string) => `Device offline: nothing for ${age}`,
		lossSensors: (age: string) => `Sensors off: no values for ${age}`,
		lossBattery: (age: string) => `Battery was low: nothing for ${age}`,
		lossNoSignal: (age: string) => `No signal for ${age}`,
	},
	episode: {
		againstUsual: (vital: string, live: string, usual: string) => `${vital} ${live} · usual ${usual}`,
		againstExpected: (vital: string, live: string, expected: string) => `${vital} ${live} · expected ${expected}`,
		afterOnset: (vital: string, live: string, was: string) => `${vital} ${live} · was ${was}`,
		announce: (bed: string, sentence: string) => `High alarm, ${bed}: ${sentence}`,
	},
	engineer: {
		skip: "Skip to the devices",
		title: "Devices",
		purpose: "Engineers look after devices and see no patient's values.",
		tableOf: (ward: string) => `Devices in ${ward}`,
		device: "Device",
		bed: "Bed",
		simulated: "Simulated",
		enrolled: "Enrolled",
		noBed: "no bed",
		yes: "yes",
		no: "no",
		shown: (count: number, more: boolean) =>
			more ? `the first ${count}; there are more` : count === 1 ? "1 device" : `${count} devices`,
		loading: "Loading the devices…",
	},
	empty: {
		wardsTitle: "No ward yet",
		wardsBody:
			"Wards appear here when the first device is enrolled. To see one at work, start the simulator in the project folder:",
		devicesTitle: (ward: string) => `No device in ${ward}`,
		devicesBody: "Sectors appear by themselves as devices are enrolled. To fill a ward with simulated patients:",
		command: "npm run simulate",
		watching: "This page notices by itself.",
	},
	loading: "Loading the ward…",
	error: {
		title: "The dashboard could not load",
		network: "The server does not answer. Check the network; this page keeps trying.",
		status: (status: number) => `The server answered with status ${status}.`,
		correlation: (id: string) => `Correlation id ${id}`,
		retry: "Try again",
	},
	help: {
		title: "Keyboard",
		search: "Find a bed, patient or device",
		next: "Next bed",
		previous: "Previous bed",
		acknowledge: "Acknowledge the worst episode of the bed, or the episode itself",
		help: "This help",
		escape: "Leave the search, close this help",
		enter: "Show the bed of an episode",
		shortcuts: "Use single-key shortcuts",
		close: "Close",
		legend: "Priorities",
		legendHigh: "High: red, flashing",
		legendMedium: "Medium: yellow, slow",
		legendTechnical: "Technical: cyan, constant",
		staleness:
			"A value older than 10 s turns grey and shows its age; after 60 s it becomes -- and the sector says why.",
	},
} as const;
