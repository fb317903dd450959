/** Every text of the dashboard, in one place. */
import type { EpisodeRule } from "../../vitals/episode.ts";
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
		lossNoConnection: "No connection to the server",
		lossNever: "No reading yet",
		lossSilent: (age: string) => `Device offline: nothing for ${age}`,
		lossSensors: (age: string) => `Sensors off: no values for ${age}`,
		lossBattery: (age: string) => `Battery was low: nothing for ${age}`,
		lossNoSignal: (age: string) => `No signal for ${age}`,
	},
	episode: {
		againstUsual: (vital: string, actual: string, usual: string) => `${vital} ${actual} · usual ${usual}`,
		announce: (bed: string, sentence: string) => `High alarm, ${bed}: ${sentence}`,
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
