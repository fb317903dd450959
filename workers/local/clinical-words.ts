/** Words of the bedside that mean the same, for an embedder that knows no meanings. */
import { stemOf } from "./stem.ts";

/** Of each idea, the words and phrases of up to three words that stand for it. */
const SYNONYMS: Readonly<Record<string, string>> = {
	saturation:
		"spo2, sats, sat, saturation, saturations, oxygen saturation, o2 sat, o2 sats, pulse ox, oximeter, oximetry, desaturation, desat, desaturating, hypoxia, hypoxic",
	heart_rate: "heart rate, hr, pulse, pulse rate, bpm, heartbeat, tachycardia, tachycardic, bradycardia, bradycardic",
	respiration:
		"respiratory rate, respiration, respirations, rr, breathing, breaths, resps, tachypnoea, tachypnea, bradypnoea, breath rate",
	pressure:
		"blood pressure, bp, systolic, diastolic, mean pressure, map, hypotension, hypotensive, hypertension, cuff, arterial line",
	temperature: "temperature, temp, fever, febrile, pyrexia, pyrexial, hypothermia, hypothermic",
	fast: "tachycardia, tachycardic, tachypnoea, tachypnea, racing, fast, rapid",
	slow: "bradycardia, bradycardic, slow",
	low: "low, falling, fall, drop, dropped, dropping, fallen, down, hypotension, hypothermia, desaturation, desat, decreased",
	high: "high, rising, risen, raised, elevated, up, increased, climbing, hypertension, fever, pyrexia",
	early_warning: "news2, news, early warning, early warning score, ews, warning score",
	escalate:
		"escalate, escalated, escalation, call, summon, urgent, emergency, registrar, rapid response, outreach, met call, crash team, deteriorating, deterioration, sick",
	oxygen: "oxygen, o2, supplemental, nasal cannula, mask",
	hypercapnia: "scale 2, hypercapnia, hypercapnic, co2 retainer, retainer, copd, chronic lung, 88 92",
	consciousness: "consciousness, acvpu, avpu, confusion, confused, drowsy, unresponsive, alert, delirium",
	acknowledge: "acknowledge, acknowledged, acknowledging, acknowledgement, ack, acked, accept, confirm",
	snooze: "snooze, snoozed, mute, muted, silence alarm, pause, paused, audio pause, quiet",
	alarm: "alarm, alarms, alert, alerts, alerting, beep, beeping, notification, warning, episode",
	alarm_fatigue:
		"alarm fatigue, fatigue, alarm load, alarm flood, flood, too many alarms, nuisance, false alarm, false alarms, noise",
	battery: "battery, charge, charging, charger, flat battery, power, dying, plugged, charged, batteries",
	silent:
		"silent, silence, offline, disconnected, no data, no signal, not posting, stopped posting, stopped sending, lost connection, dead, network, wifi, gateway, unreachable",
	lead: "lead, leads, electrode, electrodes, ecg, ekg, lead off, leads off",
	probe: "probe, finger probe, clip, sensor, sensors, pulse oximeter",
	motion:
		"motion, movement, moving, walking, shivering, tremor, restless, artefact, artifact, exercise, exertion, physio, physiotherapy, mobilising, mobilizing, turning, coughing",
	flat: "flat line, flatline, frozen, stuck, constant, identical, not changing, stands still, standstill",
	asystole: "asystole, asystolic, cardiac arrest, no pulse, heart stopped",
	baseline:
		"baseline, usual, normal for, own normal, learned, learns, learn, personal, unusual, abnormal for, unlike, atypical, out of character",
	warm_up: "warm up, warmup, new patient, just admitted, first hours, cold start, just started, confidence",
	drift: "drift, drifting, gradual, gradually, slowly, slow path, creeping, over hours",
	limit: "limit, limits, threshold, thresholds, range, safety net, absolute limit",
	mismatch:
		"mismatch, wrong patient, other patient, another patient, mixed up, mix up, wristband, swapped, wrong person",
	handover: "handover, hand over, hand off, handoff, sbar, shift change, end of shift",
	export: "export, download, csv, parquet, save as",
	report: "report, pdf, print, printed, document",
	break_glass: "break glass, broke glass, break the glass, emergency access, other ward, another ward",
	technical: "technical, fault, faulty, malfunction, broken, equipment, troubleshoot, troubleshooting, not working",
	missing: "missing, absent, incomplete, unknown, gap, gaps, dash, dashes, blank, no reading, no value",
	pregnancy: "pregnant, pregnancy, obstetric, maternity",
	child: "child, children, paediatric, pediatric, infant, baby, kid, kids",
	discharge:
		"discharge, discharged, goes home, leaves, transfer, transferred, move, moved, step down, other unit, next patient, another bed, changes bed",
	priority: "priority, priorities, red alarm, yellow alarm, colour, colours, stars, star, exclamation mark",
	sepsis: "sepsis, septic, infection",
	close: "close, closed, closing, end, ended, finish, resolve, resolved",
	new_baseline: "new baseline, new normal, reset baseline, relearn, learn again",
	observation: "observation, observations, obs, enter, record, chart, manual",
};

/** Phrases, each word stemmed, to the ideas they stand for. */
export const CONCEPTS: ReadonlyMap<string, readonly string[]> = (() => {
	const concepts = new Map<string, string[]>();
	for (const [idea, phrases] of Object.entries(SYNONYMS)) {
		for (const phrase of phrases.split(", ")) {
			const key = phrase.split(" ").map(stemOf).join(" ");
			const known = concepts.get(key) ?? [];
			if (!known.includes(idea)) concepts.set(key, [...known, idea]);
		}
	}
	return concepts;
})();

/** Every single word of the table that is no short form. */
export const CLINICAL_WORDS: ReadonlySet<string> = new Set(
	Object.values(SYNONYMS).flatMap((phrases) => phrases.split(/,? /)),
);

/** How common words are where patients are watched, and what they weigh for it; all others weigh 1. */
const COMMON: readonly (readonly [weight: number, words: string])[] = [
	[0.15, "patient"],
	[0.4, "episode device sign bed vital minute application one hour mean value read use say more look show"],
	[
		0.6,
		"own sensor alarm rate score off may new each usual high low last first time check while whether somebody nurse ward second number change move open",
	],
];

const RARITIES: ReadonlyMap<string, number> = new Map(
	COMMON.flatMap(([weight, words]) => words.split(" ").map((word) => [stemOf(word), weight] as const)),
);

/** What a word's stem weighs, 0 to 1: what is in every text tells little. */
export function rarityOf(stem: string): number {
	return RARITIES.get(stem) ?? 1;
}
