/** What people entered at the bed: what was seen and measured by hand, by whom and when. */
import type { Brief } from "../../../durable-objects/device/answers.ts";
import { listObservations } from "../../../registry/bedside.ts";
import { connectRegistry } from "../../../registry/connect.ts";
import type { Fact, State } from "../../../vitals/assistant.ts";
import type { ObservationEntry } from "../../../vitals/observations.ts";
import { nameOf, type KnownDevice, type TimeRange } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import type { Asking } from "./asking.ts";
import { CONSCIOUSNESS } from "./bedside.ts";
import { figure, vitalFact } from "./figures.ts";
import { HAND_KEYS, type Draft, type HandKey, type ObservedFinding, type Seen } from "./found.ts";
import { doersOf } from "./people.ts";

/** Rounds that one answer is shown of one patient, the newest. */
const MAX_ROUNDS = 12;

type ObservedFound = Omit<ObservedFinding, "source"> & { readonly source: Draft };

/** Null while nobody is on the device. @param range - by the device's clock; null for the newest, whenever they were */
export async function observedFound(
	device: KnownDevice,
	brief: Brief,
	range: TimeRange | null,
	asking: Asking,
): Promise<ObservedFound | null> {
	if (brief.record.outcome !== "done") return null;
	const { record } = brief.record;
	// The device knows of a moment ago, the registry of longer than a day.
	const kept = await listObservations(connectRegistry(asking.env.DB), record.patient, { limit: MAX_ROUNDS * 2 });
	const byId = new Map([...kept, ...record.recent_observations].map((entry) => [entry.id ?? entry.time, entry]));
	const entries = [...byId.values()].filter(({ error }) => error === null).toSorted(newestFirst);
	const doers = await doersOf(
		entries.slice(0, MAX_ROUNDS * 2).map(({ by }) => by),
		asking,
	);
	const all = entries.map((entry): Seen => ({ entry, at: Date.parse(entry.time), doer: doers(entry.by) }));
	const within = range === null ? all : all.filter(({ at }) => at >= range.from && at <= range.to);
	// Of a time without any, the last before: somebody asks when it was.
	const rounds = (within.length > 0 ? within : all).slice(0, MAX_ROUNDS);
	const last = Object.fromEntries(
		HAND_KEYS.map((key) => [key, all.find(({ entry }) => entry[key] !== null) ?? null]),
	) as Record<HandKey, Seen | null>;
	const shown = [...new Set([...rounds, ...Object.values(last).filter((seen) => seen !== null)])];
	return { source: draftOf(device, record.patient, shown, last, asking), rounds, last, inRange: within.length > 0 };
}

const newestFirst = (a: ObservationEntry, b: ObservationEntry) => Date.parse(b.time) - Date.parse(a.time);

/** "alert, on oxygen (2 L/min), temperature 38.2 °C, blood pressure 104/66 mmHg". */
export function seenWords({ entry }: Seen): string[] {
	const { consciousness, oxygen, oxygen_flow, fio2, temperature, systolic_pressure, diastolic_pressure } = entry;
	const much = [
		...(oxygen_flow === null ? [] : [`${oxygen_flow} L/min`]),
		...(fio2 === null ? [] : [`FiO₂ ${fio2} %`]),
	];
	return [
		...(consciousness === null ? [] : [`consciousness ${CONSCIOUSNESS[consciousness]}`]),
		...(oxygen === null
			? []
			: [oxygen ? `on oxygen${much.length === 0 ? "" : ` (${much.join(", ")})`}` : "on room air"]),
		...(temperature === null ? [] : [`temperature ${figure("temperature", temperature)}`]),
		...(systolic_pressure === null
			? []
			: [
					diastolic_pressure === null
						? `systolic pressure ${figure("systolic_pressure", systolic_pressure)}`
						: `blood pressure ${systolic_pressure}/${diastolic_pressure} mmHg`,
				]),
	];
}

function draftOf(
	device: KnownDevice,
	patient: string,
	shown: readonly Seen[],
	last: ObservedFinding["last"],
	{ now, zone }: Asking,
): Draft {
	const whose = { patient, deviceId: device.deviceId };
	const facts: Fact[] = shown.flatMap(({ entry, at }) => {
		const moment = { from: at, to: at };
		return (["temperature", "systolic_pressure", "diastolic_pressure"] as const).flatMap((key) => {
			const value = entry[key];
			return value === null ? [] : [vitalFact(whose, key, "value", value, moment)];
		});
	});
	const states: State[] = [
		...shown.flatMap(({ entry, at }): State[] => [
			...HAND_KEYS.filter((key) => entry[key] !== null).map((key): State => ({
				...whose,
				state: "observed",
				holds: true,
				at,
				value: key,
			})),
			...(entry.consciousness === null
				? []
				: [{ ...whose, state: "consciousness" as const, holds: true, at, value: entry.consciousness }]),
			...(entry.oxygen === null ? [] : [{ ...whose, state: "oxygen" as const, holds: entry.oxygen, at }]),
		]),
		...HAND_KEYS.filter((key) => last[key] === null).map((key): State => ({
			...whose,
			state: "observed",
			holds: false,
			at: null,
			value: key,
		})),
		...(shown.length === 0 ? [{ ...whose, state: "observed" as const, holds: false, at: null }] : []),
	];
	const lines = [
		`What people observed of the patient of ${nameOf(device)}, the newest first.`,
		...shown
			.toSorted((a, b) => b.at - a.at)
			.map((seen) => `${momentWords(seen.at, now, zone)}, by ${seen.doer.role}: ${seenWords(seen).join(", ")}.`),
		...(shown.length === 0 ? ["Nobody has entered an observation."] : []),
	];
	return {
		kind: "observation",
		title: `${nameOf(device)} · observations by people`,
		patient,
		deviceId: device.deviceId,
		wardId: device.wardId,
		from: shown.at(-1)?.at ?? null,
		to: shown[0]?.at ?? null,
		text: lines.join("\n"),
		facts,
		states,
		target: { kind: "patient", id: patient },
	};
}
