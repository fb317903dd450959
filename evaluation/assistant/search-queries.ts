/**
 * Questions with the passages that answer them, for the search alone. Written before the search was tuned, in the words of
 * people at the bed, with their slips; the held-out half was not looked at while tuning.
 */

export interface SearchQuery {
	readonly query: string;
	/** Ids of the passages that answer it: any order, mostly one. */
	readonly relevant: readonly string[];
	/** How it is worded: in the passage's own words, in others, or mistyped. */
	readonly wording: "own" | "other" | "typo";
}

type Line = readonly [query: string, wording: SearchQuery["wording"], ...relevant: string[]];

const queriesOf = (lines: readonly Line[]): readonly SearchQuery[] =>
	lines.map(([query, wording, ...relevant]) => ({ query, wording, relevant }));

/** What the search may be tuned on. */
export const TUNING_QUERIES = queriesOf([
	["NEWS2 is 7, what is the response?", "own", "news2.response-to-a-score-of-7-or-more"],
	["early warning score eight, who do I call", "other", "news2.response-to-a-score-of-7-or-more"],
	["NEWS of 5 what should I do", "own", "news2.response-to-a-score-of-5-or-6"],
	["pt scores six, is that urgent?", "other", "news2.response-to-a-score-of-5-or-6"],
	["only one parameter is red but total is 3", "other", "news2.response-to-a-single-parameter"],
	["score 2, do I need to tell anybody", "other", "news2.response-to-a-score-of-1-to-4"],
	[
		"how often do I need to do obs on a patient with news 4",
		"other",
		"news2.how-often-to-take-vital-signs",
		"news2.response-to-a-score-of-1-to-4",
	],
	["monitoring frequncy news2", "typo", "news2.how-often-to-take-vital-signs"],
	["why does it say NEWS2 5 of 7 and no total", "other", "news2.when-the-score-is-incomplete"],
	["incomplete score what does it mean", "own", "news2.when-the-score-is-incomplete"],
	["can I use NEWS for a 12 year old", "other", "news2.where-the-score-does-not-apply"],
	["pregnant woman no early warning score shown", "other", "news2.where-the-score-does-not-apply"],
	["how many points for a pulse of 115", "own", "news2.points-of-each-parameter"],
	[
		"copd patient sats 89 is that ok",
		"other",
		"spo2-scale-2.who-is-scored-on-scale-2",
		"spo2-scale-2.setting-scale-2-for-a-patient",
		"spo2-scale-2.points-on-scale-2",
	],
	["when do we use scale two for oxygen saturation", "own", "spo2-scale-2.who-is-scored-on-scale-2"],
	["co2 retainer target saturation", "other", "spo2-scale-2.who-is-scored-on-scale-2"],
	["points for 96 % on oxygen in a hypercapnic patient", "own", "spo2-scale-2.points-on-scale-2"],
	["how do I switch a patient to scale 2", "other", "spo2-scale-2.setting-scale-2-for-a-patient"],
	["what do the red and yellow alarms mean", "other", "alarms.priorities-and-what-they-ask-for"],
	["does acknowledging close the alarm", "own", "alarms.acknowledging", "screens.acknowledge-an-episode"],
	["acknoledge button missing", "typo", "screens.acknowledge-an-episode"],
	["mute the beeping for a while", "other", "alarms.pausing-the-sound-and-snoozing"],
	["can i snoze an alarm all night", "typo", "alarms.pausing-the-sound-and-snoozing"],
	["ISA-18.2 alarms per hour acceptable", "own", "alarms.alarm-load-how-many-are-too-many"],
	["we are drowning in alarms, what is normal", "other", "alarms.alarm-load-how-many-are-too-many"],
	[
		"why did the alarm come only after 15 seconds",
		"other",
		"alarms.why-alarms-are-delayed-and",
		"episodes.beyond-a-safety-limit-rule",
	],
	["share of false arrhythmia alarms", "own", "alarms.why-alarms-are-delayed-and"],
	["difference technical and physiological alarm", "own", "alarms.technical-alarms"],
	["nobody has acknowledged, what happens next", "own", "alarms.when-nobody-acknowledges"],
	["default limits adult heart rate", "own", "alarms.limits-in-force-and-a-patient-s"],
	["at what sats does it alarm", "other", "alarms.limits-in-force-and-a-patient-s"],
	[
		"change threshold for this patient",
		"other",
		"screens.set-a-patient-s-own-limits",
		"alarms.limits-in-force-and-a-patient-s",
	],
	["what does unlike this patient mean", "own", "episodes.unlike-this-patient-rule-forest"],
	[
		"isolation forest alert explanation",
		"other",
		"episodes.unlike-this-patient-rule-forest",
		"episodes.why-an-episode-names-these-vital",
	],
	["safety net alert what to check", "own", "episodes.beyond-a-safety-limit-rule"],
	["slow drift over hours, sepsis?", "own", "episodes.slow-change-rule-drift"],
	["HR 62 % RR 30 % in the alert, what are these percentages", "other", "episodes.why-an-episode-names-these-vital"],
	["the alert closed and opened again, is it new?", "other", "episodes.opened-escalated-closed-reopened"],
	[
		"asystole on screen but patient is talking",
		"other",
		"episodes.asystole-or-leads-off",
		"episodes.ecg-signal-fault-rule-ecg-signal",
		"devices.ecg-electrodes-and-leads",
	],
	["asistole or leads off", "typo", "episodes.asystole-or-leads-off"],
	["ecg shows zero but there is a pulse", "own", "episodes.ecg-signal-fault-rule-ecg-signal"],
	["all values frozen for a minute", "other", "episodes.all-signals-stand-still-rule"],
	["flatline notice on ventilated paced patient", "other", "episodes.all-signals-stand-still-rule"],
	["batery at 8 percent", "typo", "episodes.battery-low-rule-battery", "devices.battery-and-charging"],
	["device stopped sending", "other", "episodes.device-silent-rule-silence", "devices.a-device-that-went-silent"],
	["monitor offline at bed 7", "other", "devices.a-device-that-went-silent", "episodes.device-silent-rule-silence"],
	[
		"wrong patient on the wearable",
		"other",
		"episodes.names-another-patient-rule",
		"devices.moving-a-device-to-another",
	],
	["reassign or dismiss", "own", "episodes.names-another-patient-rule"],
	["finger probe reads 78 but patient looks fine", "other", "devices.the-saturation-probe-low-or"],
	["nail varnish oximeter", "own", "devices.the-saturation-probe-low-or"],
	["probe fell off", "own", "devices.the-probe-is-off-or-shows-no", "episodes.sensor-off-rule-sensors-absent"],
	["electrodes keep coming off, sweaty patient", "other", "devices.ecg-electrodes-and-leads"],
	["BP cuff reading seems wrong", "other", "devices.the-blood-pressure-cuff"],
	["blod presure cuf too small", "typo", "devices.the-blood-pressure-cuff"],
	["patient shivering, numbers jump", "other", "devices.motion-and-artefacts"],
	["take the wearable to the next patient", "other", "devices.moving-a-device-to-another"],
	["why two dashes instead of a number", "other", "devices.no-value-on-the-screen-what-the"],
	["keyboard shortcuts", "other", "screens.the-central-station-at-a-glance"],
	["new normal after pacemaker, stop alerting", "other", "screens.declare-a-new-baseline"],
	["reset baseline", "other", "screens.declare-a-new-baseline"],
	["where do I enter that the patient is on oxygen", "other", "screens.enter-observations-at-the-bed"],
	["confused patient how to record acvpu", "other", "screens.enter-observations-at-the-bed"],
	["need to see a patient in another ward", "other", "screens.break-the-glass"],
	["download csv of readings", "own", "screens.export-readings-and-download"],
	["pdf for the notes", "other", "screens.make-a-report"],
	["SBAR", "own", "handover.sbar-calling-for-help"],
	["phoning the doctor at night what do I say", "other", "handover.sbar-calling-for-help"],
	["end of shift summary of the ward", "other", "handover.shift-hand-over-of-a-ward"],
	["bed says learning 30 %", "own", "data-quality.learning-the-first-hours-of-a"],
	["new admission alarms all the time although normal for him", "other", "data-quality.learning-the-first-hours-of-a"],
	["readings arrived late after wifi outage", "other", "data-quality.late-readings-gaps-and-clocks"],
	["limits not validated child", "own", "data-quality.limits-not-validated"],
]);

/** What it is measured on. */
export const HELD_OUT_QUERIES = queriesOf([
	["patient triggers emergency response, which team", "other", "news2.response-to-a-score-of-7-or-more"],
	["news2 aggregate 5 urgent assessment by whom", "own", "news2.response-to-a-score-of-5-or-6"],
	["single red score", "own", "news2.response-to-a-single-parameter"],
	["is 0 good? score zero", "other", "news2.response-to-a-score-of-0"],
	[
		"which vital signs make up the early warning score",
		"other",
		"news2.how-the-score-is-made-up",
		"news2.points-of-each-parameter",
	],
	["temperture 39.3 how many points", "typo", "news2.points-of-each-parameter"],
	[
		"how frequently should vitals be measured at score 6",
		"own",
		"news2.how-often-to-take-vital-signs",
		"news2.response-to-a-score-of-5-or-6",
	],
	["parameter missing, is the score still valid", "other", "news2.when-the-score-is-incomplete"],
	["kids and news2", "other", "news2.where-the-score-does-not-apply"],
	["chronic lung disease oxygen target 88-92", "own", "spo2-scale-2.who-is-scored-on-scale-2"],
	["too much oxygen in copd scores as well?", "other", "spo2-scale-2.points-on-scale-2"],
	[
		"who may set spo2 scale",
		"own",
		"spo2-scale-2.setting-scale-2-for-a-patient",
		"spo2-scale-2.who-is-scored-on-scale-2",
	],
	["three stars alarm", "other", "alarms.priorities-and-what-they-ask-for"],
	["what does ack mean, does it stop monitoring", "other", "alarms.acknowledging", "screens.acknowledge-an-episode"],
	["silence the sound for two minutes", "own", "alarms.pausing-the-sound-and-snoozing"],
	["alarm flod ten minutes", "typo", "alarms.alarm-load-how-many-are-too-many"],
	["alarm fatigue false alarms evidence", "own", "alarms.why-alarms-are-delayed-and"],
	["technical alert: is the patient worse?", "other", "alarms.technical-alarms"],
	["escalation chain if the nurse is busy", "other", "alarms.when-nobody-acknowledges"],
	["blood pressure alarm threshold systolic", "own", "alarms.limits-in-force-and-a-patient-s"],
	["alert says abnormal for her but textbook values are fine", "other", "episodes.unlike-this-patient-rule-forest"],
	["absolute limit breached", "other", "episodes.beyond-a-safety-limit-rule", "alarms.limits-in-force-and-a-patient-s"],
	["creeping heart rate over the night", "other", "episodes.slow-change-rule-drift"],
	["shapley contribution shares", "own", "episodes.why-an-episode-names-these-vital"],
	[
		"episode still open although signal lost",
		"own",
		"episodes.opened-escalated-closed-reopened",
		"screens.close-an-episode",
	],
	["heart rate 0 no pulse", "own", "episodes.asystole-or-leads-off"],
	["sensor missing for two minutes alert", "own", "episodes.sensor-off-rule-sensors-absent"],
	["ecg leed fault", "typo", "episodes.ecg-signal-fault-rule-ecg-signal", "devices.ecg-electrodes-and-leads"],
	["numbers do not change at all, is the monitor hanging", "other", "episodes.all-signals-stand-still-rule"],
	["how long will the charge last", "other", "episodes.battery-low-rule-battery", "devices.battery-and-charging"],
	[
		"no data from bed 3 since ten minutes",
		"other",
		"episodes.device-silent-rule-silence",
		"devices.a-device-that-went-silent",
	],
	["wristbands were swapped", "other", "episodes.names-another-patient-rule"],
	["saturation jumps, cold hands", "other", "devices.the-saturation-probe-low-or"],
	["no pleth, sensor shows nothing", "other", "devices.the-probe-is-off-or-shows-no"],
	["heart rate double the real pulse", "other", "devices.ecg-electrodes-and-leads"],
	["cuf pressure very low repeat", "typo", "devices.the-blood-pressure-cuff"],
	["resp rate 45 while talking", "other", "devices.respiratory-rate-and-temperature"],
	["temperature patch fell to 24 degrees", "other", "devices.respiratory-rate-and-temperature"],
	["physio session triggers tachycardia alert", "other", "devices.motion-and-artefacts"],
	["plug in charger not charging", "other", "devices.battery-and-charging"],
	["whole ward offline gateway", "other", "devices.a-device-that-went-silent", "episodes.device-silent-rule-silence"],
	["discharge patient, device free for the next one", "other", "devices.moving-a-device-to-another"],
	[
		"grey number with an age",
		"other",
		"devices.no-value-on-the-screen-what-the",
		"devices.the-probe-is-off-or-shows-no",
	],
	["find a bed fast with keys", "other", "screens.the-central-station-at-a-glance"],
	["how to close an episode by hand", "own", "screens.close-an-episode"],
	["declare present values as usual", "own", "screens.declare-a-new-baseline"],
	[
		"set lower limit 45 for athlete",
		"other",
		"screens.set-a-patient-s-own-limits",
		"alarms.limits-in-force-and-a-patient-s",
	],
	[
		"how long does a consciousness entry count",
		"own",
		"screens.enter-observations-at-the-bed",
		"news2.when-the-score-is-incomplete",
	],
	["emergency acces to other ward", "typo", "screens.break-the-glass"],
	["export parquet files", "own", "screens.export-readings-and-download"],
	["signed report document", "own", "screens.make-a-report"],
	["what can I ask you", "other", "screens.ask-the-assistant"],
	["situation background assessment recommendation", "own", "handover.sbar-calling-for-help"],
	["handing over at seven, order of patients", "other", "handover.shift-hand-over-of-a-ward"],
	[
		"patient goes to step-down unit with the wearable",
		"other",
		"handover.transfer-to-another-ward",
		"devices.moving-a-device-to-another",
	],
	["how long until it knows the patient", "other", "data-quality.learning-the-first-hours-of-a"],
	["are missing values counted as zero", "own", "data-quality.missing-values", "news2.when-the-score-is-incomplete"],
	["device clock wrong", "own", "data-quality.late-readings-gaps-and-clocks"],
	["age band not set, treated as adult", "own", "data-quality.limits-not-validated"],
	["can I rely on it, sensitivity of the detector", "other", "data-quality.what-the-detector-misses"],
]);

/** Of the relevant passages the share that is among the first five, averaged over the queries. */
export function recallAtFive(queries: readonly SearchQuery[], found: readonly (readonly string[])[]): number {
	const shares = queries.map(({ relevant }, i) => {
		const first = new Set((found[i] ?? []).slice(0, 5));
		return relevant.filter((id) => first.has(id)).length / Math.min(5, relevant.length);
	});
	return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}

/** The share of the queries of which at least one relevant passage is among the first five. */
export function answeredInFive(queries: readonly SearchQuery[], found: readonly (readonly string[])[]): number {
	const answered = queries.filter(({ relevant }, i) =>
		(found[i] ?? []).slice(0, 5).some((id) => relevant.includes(id)),
	);
	return answered.length / Math.max(1, queries.length);
}
