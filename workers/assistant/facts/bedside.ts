/** What people said of the patient, and how the device is. */
import type { Brief } from "../../../durable-objects/device/answers.ts";
import type { Fact, State } from "../../../vitals/assistant.ts";
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import type { ObservationEntry } from "../../../vitals/observations.ts";
import { nameOf, type KnownDevice } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import type { Asking } from "./asking.ts";
import { minutes } from "./episodes.ts";
import { figure, plainFact, vitalFact, vitalName } from "./figures.ts";
import type { DeviceFinding, Draft, RecordFinding } from "./found.ts";

export const CONSCIOUSNESS = {
	A: "alert",
	C: "newly confused",
	V: "responds to voice",
	P: "responds to pain",
	U: "unresponsive",
} as const;

type RecordFound = Omit<RecordFinding, "source"> & { readonly source: Draft };
type DeviceFound = Omit<DeviceFinding, "source"> & { readonly source: Draft };

/** Context, limits in force and observations; null while nobody is on the device. */
export function recordOf(device: KnownDevice, brief: Brief, { now, zone }: Asking): RecordFound | null {
	if (brief.record.outcome !== "done") return null;
	const { record } = brief.record;
	const whose = { patient: record.patient, deviceId: device.deviceId };
	const moment = (time: string) => momentWords(Date.parse(time), now, zone);
	const always = { from: 0, to: now };
	const limits = VITAL_KEYS.flatMap((key) => {
		const { low, high } = record.limits_in_force[key];
		const parts = [
			...(low === null ? [] : [`${figure(key, low)} or below`]),
			...(high === null ? [] : [`${figure(key, high)} or above`]),
		];
		return parts.length === 0 ? [] : [`${vitalName(key)} ${parts.join(", ")}`];
	});
	const facts: Fact[] = VITAL_KEYS.flatMap((key) => {
		const { low, high } = record.limits_in_force[key];
		return [low, high].flatMap((limit) => (limit === null ? [] : [vitalFact(whose, key, "limit", limit, always)]));
	});
	const byHand = measuredByHand(record);
	for (const { key, value, time } of byHand) {
		const at = Date.parse(time);
		facts.push(vitalFact(whose, key, "value", value, { from: at, to: at }));
	}
	const { consciousness, oxygen } = record.observations;
	const states: State[] = [
		...(consciousness === null
			? []
			: [
					{
						...whose,
						state: "consciousness" as const,
						holds: true,
						at: Date.parse(consciousness.time),
						value: consciousness.value,
					},
				]),
		...(oxygen === null
			? []
			: [{ ...whose, state: "oxygen" as const, holds: oxygen.value, at: Date.parse(oxygen.time) }]),
	];
	const lines = [
		`What people said of the patient of ${nameOf(device)}.`,
		`Age band ${record.age_band}${record.pregnant ? ", pregnant" : ""}; NEWS2 saturation scale ${record.spo2_scale}.`,
		limits.length === 0 ? "No absolute limits are watched." : `Limits that are watched: ${limits.join("; ")}.`,
		...VITAL_KEYS.flatMap((key) => {
			const own = record.limits[key].override;
			return own === null
				? []
				: [`The limits of ${vitalName(key)} were set for this patient, until ${moment(own.until)}.`];
		}),
		...(record.limits_validated ? [] : ["The limits of this age have not been checked against their sources."]),
		consciousness === null
			? "No current observation of consciousness."
			: `Consciousness: ${CONSCIOUSNESS[consciousness.value]}, observed ${moment(consciousness.time)}.`,
		oxygen === null
			? "No current observation of supplemental oxygen."
			: `${oxygen.value ? "On supplemental oxygen" : "On room air"}, observed ${moment(oxygen.time)}.`,
		...byHand.map(
			({ key, value, time }) => `${vitalName(key)} ${figure(key, value)}, measured by hand ${moment(time)}.`,
		),
		...(record.baseline === null ? [] : [`The present was declared usual ${moment(record.baseline.at)}.`]),
	];
	const source: Draft = {
		kind: "observation",
		title: `${nameOf(device)} · context and observations`,
		patient: record.patient,
		deviceId: device.deviceId,
		wardId: device.wardId,
		from: null,
		to: null,
		text: lines.join("\n"),
		facts,
		states,
		target: { kind: "device", id: device.deviceId },
	};
	return { source, record };
}

/** What people measured by hand and still counts: the newest of each. */
function measuredByHand({ recent_observations: entries, news2 }: ContextAnswer) {
	const newest = (key: VitalKey & keyof ObservationEntry, counts: boolean) => {
		const entry = counts ? entries.find((seen) => seen.error === null && seen[key] !== null) : undefined;
		return entry === undefined ? [] : [{ key, value: entry[key] as number, time: entry.time }];
	};
	const parts = news2?.parameters;
	return [
		...newest("temperature", parts?.temperature?.observedAt !== undefined),
		...newest("systolic_pressure", parts?.systolic_pressure?.observedAt !== undefined),
	];
}

/** Charge, when it was last heard, and whether it is silent. */
export function deviceState(device: KnownDevice, brief: Brief, { now, zone }: Asking): DeviceFound {
	const newest = brief.chart[0]?.reading ?? null;
	const heardAt = newest === null ? null : newest.receivedAt;
	const silent = brief.episodes.some(({ rule, status }) => rule === "silence" && status === "open");
	const whose = {
		patient: brief.record.outcome === "done" ? brief.record.record.patient : null,
		deviceId: device.deviceId,
	};
	const charged = brief.chart.find(({ reading }) => reading.battery !== null)?.reading;
	const battery = charged?.battery ?? null;
	const open = brief.episodes.filter(({ status, patient }) => status === "open" && patient === whose.patient).length;
	const facts: Fact[] = [
		plainFact(whose, "episodes", "count", open, { from: now, to: now }),
		...(battery === null || charged === undefined
			? []
			: [
					plainFact(whose, "battery", "value", Math.round(battery), { from: charged.timestamp, to: charged.timestamp }),
				]),
		...(heardAt === null || newest === null
			? []
			: [plainFact(whose, "duration", "value", minutes(now - heardAt), { from: newest.timestamp, to: now })]),
	];
	const lines = [
		`State of the device of ${nameOf(device)}.`,
		heardAt === null ? "It has sent nothing." : `Last reading received ${momentWords(heardAt, now, zone)}.`,
		open === 0 ? "It has no open episode." : `Open episodes: ${open}.`,
		...(silent ? ["It is silent: it stopped posting."] : []),
		...(battery === null ? ["It reports no battery."] : [`Battery ${Math.round(battery)} %.`]),
		...(device.simulated ? ["This device is simulated."] : []),
	];
	const source: Draft = {
		kind: "device",
		title: `${nameOf(device)} · device`,
		patient: whose.patient,
		deviceId: device.deviceId,
		wardId: device.wardId,
		from: newest?.timestamp ?? null,
		to: newest?.timestamp ?? null,
		text: lines.join("\n"),
		facts,
		states: [{ ...whose, state: "silent", holds: silent, at: silent ? (newest?.timestamp ?? null) : null }],
		target: { kind: "device", id: device.deviceId },
	};
	return { source, battery, heardAt, silent };
}
