/** A longer stretch of time of one patient, from the devices that watched them and the lake, summed up. */
import { connectRegistry } from "../../../registry/connect.ts";
import { assignmentsOf } from "../../../registry/patients.ts";
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import { reachOf } from "../../../registry/standing.ts";
import { inScope } from "../../../vitals/members.ts";
import { patientTrend, watchesIn } from "../../patient-history.ts";
import { nameOf, type KnownDevice, type TimeRange } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import type { Asking } from "./asking.ts";
import { figure, round, vitalFact, vitalName } from "./figures.ts";
import type { Draft, HistoryFinding } from "./found.ts";
import { summaryFacts } from "./readings.ts";
import { summarise, type Point, type Summary } from "./statistics.ts";

/** Points that a stretch is summed up to, at most. */
const POINTS = 96;
/** Points that a reader is shown in words, and a model. */
const SHOWN_POINTS = 12;
const FINEST_MS = 10_000;

type Found = Omit<HistoryFinding, "source"> & { readonly source: Draft };

/** When the present patient came to the device, by its clock; null where the registry does not know. */
export async function presentSince(
	device: KnownDevice,
	patient: string | null,
	{ env }: Asking,
): Promise<number | null> {
	if (patient === null) return null;
	const worn = await assignmentsOf(connectRegistry(env.DB), patient);
	return worn.find(({ deviceId, endedAt }) => deviceId === device.deviceId && endedAt === null)?.startedAt ?? null;
}

/** The patient's stretch, on whichever of the reader's wards they were watched. Null where there are no readings in it. */
export async function historyOf(
	device: KnownDevice,
	patient: string,
	range: TimeRange,
	asking: Asking,
): Promise<Found | null> {
	const { env, standing, now, zone } = asking;
	const resolution = Math.max(FINEST_MS, Math.ceil((range.to - range.from) / POINTS / 1000) * 1000);
	const reach = reachOf(standing);
	const worn = await assignmentsOf(connectRegistry(env.DB), patient);
	const watches = watchesIn(
		worn.filter(({ wardId }) => inScope(reach, wardId)),
		range,
	);
	const sums = await patientTrend(env, patient, watches, resolution);
	const n = sums.reduce((sum, part) => sum + part.n, 0);
	if (n === 0) return null;
	const whose = { patient, deviceId: device.deviceId };
	const summaries: Partial<Record<VitalKey, Summary>> = {};
	const rows: string[] = [];
	const facts: Draft["facts"][number][] = [];
	const step = Math.ceil(sums.length / SHOWN_POINTS);
	for (const key of VITAL_KEYS) {
		const parts = sums.flatMap(({ start, vitals }) => {
			const vital = vitals[key];
			return vital === undefined ? [] : [{ start, vital }];
		});
		const points = parts.map(({ start, vital }): Point => ({ time: start, value: vital.sum / vital.n }));
		const summary = summarise(key, points);
		if (summary === null) continue;
		// Means hide a single beat of asystole: the extremes are those of the readings.
		const [low, high] = [
			Math.min(...parts.map(({ vital }) => vital.min)),
			Math.max(...parts.map(({ vital }) => vital.max)),
		];
		const exact: Summary = {
			...summary,
			min: round(key, low),
			max: round(key, high),
			minAt: parts.find(({ vital }) => vital.min === low)?.start ?? range.from,
			maxAt: parts.find(({ vital }) => vital.max === high)?.start ?? range.from,
		};
		summaries[key] = exact;
		const total =
			parts.reduce((sum, { vital }) => sum + vital.sum, 0) / parts.reduce((sum, { vital }) => sum + vital.n, 0);
		facts.push(...summaryFacts(whose, key, exact, range), vitalFact(whose, key, "mean", total, range));
		const few = parts.filter((_, i) => i % step === 0);
		for (const { start, vital } of few)
			facts.push(vitalFact(whose, key, "mean", vital.sum / vital.n, { from: start, to: start + resolution }));
		const shown = few.map(({ start, vital }) => `${momentWords(start, now, zone)} ${figure(key, vital.sum / vital.n)}`);
		const went = exact.course === null ? "" : `, ${exact.course.direction}`;
		rows.push(
			`${vitalName(key)}: median ${figure(key, exact.median)}, lowest ${figure(key, exact.min)} at ${momentWords(exact.minAt, now, zone)}, highest ${figure(key, exact.max)} at ${momentWords(exact.maxAt, now, zone)}${went}. Means over time: ${shown.join(", ")}.`,
		);
	}
	const source: Draft = {
		kind: "statistics",
		title: `${nameOf(device)} · ${range.words}`,
		patient,
		deviceId: device.deviceId,
		wardId: device.wardId,
		from: range.from,
		to: range.to,
		text: [`${nameOf(device)}, ${range.words}: ${n} readings.`, ...rows].join("\n"),
		facts,
		target: { kind: "device", id: device.deviceId },
	};
	const stretches = Math.max(1, Math.ceil((range.to - range.from) / resolution));
	return { source, range, summaries, n, covered: Math.min(1, sums.length / stretches), resolution };
}
