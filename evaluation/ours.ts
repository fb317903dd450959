/** The detector of this project, as the device's object runs it. */
import { Detector } from "../detection/detector.ts";
import type { EpisodeRule } from "../vitals/episode.ts";
import type { RiskLevel } from "../vitals/reading.ts";
import type { VitalKey } from "../vitals/catalogue.ts";
import { DEFAULT_CONTEXT, type PatientContext } from "../vitals/patient-context.ts";
import type { Admission, Bedside } from "./detectors.ts";
import type { Alert } from "./matching.ts";

/** An announcement, the opening included. */
interface Announcement {
	readonly at: number;
	readonly risk: RiskLevel;
	readonly score: number;
	readonly leading: VitalKey | null;
	readonly sentence: string;
}

export interface OurAlert extends Alert {
	readonly rule: EpisodeRule;
	readonly announcements: Announcement[];
}

/** What technical alerts are about. */
export interface TechnicalAlert extends Alert {
	readonly rule: EpisodeRule;
	/** Whether people were told when it opened, or it went on in a record they knew. */
	readonly announced: boolean;
}

export interface OurBedside extends Bedside<OurAlert> {
	technical(): readonly TechnicalAlert[];
}

/** The simulated child is about eight years old, which somebody would enter at admission. */
const CHILD: PatientContext = { ...DEFAULT_CONTEXT, ageBand: "8-12-years" };

/** One detector with the settings of an adult of whom nobody said more, or of a child whose age was entered. */
export function createOurs({ seed, type }: Admission): OurBedside {
	const detector = new Detector({ seed, context: type === "child" ? CHILD : DEFAULT_CONTEXT });
	const alerts: OurAlert[] = [];
	const technical: TechnicalAlert[] = [];
	const open = new Map<EpisodeRule, TechnicalAlert>();
	let current: OurAlert | null = null;
	return {
		push(reading) {
			for (const change of detector.push(reading).transitions) {
				const { at, rule, kind, risk, peakScore: score, leadingVital: leading, sentence } = change;
				if (change.channel === "technical") {
					const known = open.get(rule);
					if (kind === "opened" || kind === "reopened") {
						const alert: TechnicalAlert = { opened: at, closed: -1, again: [], rule, announced: change.announced };
						open.set(rule, alert);
						technical.push(alert);
					} else if (kind === "escalated") known?.again.push(at);
					else if (known !== undefined) known.closed = at;
					continue;
				}
				if (kind === "reopened" && !change.announced) {
					const last = alerts.at(-1);
					if (last !== undefined) {
						last.closed = -1;
						current = last;
					}
				} else if (kind === "opened" || kind === "reopened") {
					current = {
						opened: at,
						closed: -1,
						again: [],
						rule,
						announcements: [{ at, risk, score, leading, sentence }],
					};
					alerts.push(current);
				} else if (kind === "escalated") {
					current?.again.push(at);
					current?.announcements.push({ at, risk, score, leading, sentence });
				} else if (current !== null) {
					current.closed = at;
					current = null;
				}
			}
		},
		finish(time) {
			for (const alert of [...alerts, ...technical]) if (alert.closed < 0) alert.closed = time;
			return alerts;
		},
		technical: () => technical,
	};
}
