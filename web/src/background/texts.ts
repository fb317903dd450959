/** What notifications say: the part of the catalogue that the service worker has. */
import type { EpisodeRule } from "../../../vitals/episode.ts";
import type { NotifiedEvent } from "../../../vitals/notifications.ts";
import type { RiskLevel } from "../../../vitals/reading.ts";

const kinds: Readonly<Record<EpisodeRule, string>> = {
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

const risks: Readonly<Record<RiskLevel, string>> = { LOW: "*", MEDIUM: "** Medium", HIGH: "*** High" };

const events: Readonly<Record<NotifiedEvent, string>> = {
	opened: "New alarm",
	escalated: "Grown worse",
	summoned: "You are asked to come",
	acknowledged: "Acknowledged",
	resolved: "Over",
};

export const backgroundTexts = {
	events,
	title: (risk: RiskLevel, where: string) => `${risks[risk]} · ${where}`,
	technicalTitle: (where: string) => `* Technical · ${where}`,
	where: (bed: string | null, ward: string) => (bed === null ? ward : `${bed}, ${ward}`),
	body: (event: NotifiedEvent, what: string) => `${events[event]}: ${what}`,
	what: (rule: EpisodeRule, alias: string) => `${kinds[rule]} (device ${alias})`,
	simulated: "Simulated. ",
	digestTitle: (ward: string) => `While it was quiet · ${ward}`,
	digest: (held: number, high: number) =>
		`${held === 1 ? "1 message was" : `${held} messages were`} held back${high === 0 ? "" : `, ${high} of high risk`}.`,
	testTitle: (ward: string) => `Test · ${ward}`,
	test: "Notifications reach this browser.",
	unreadableTitle: "BioStream Sentinel",
	unreadable: "Something happened on a ward. Open the dashboard to see it.",
} as const;
