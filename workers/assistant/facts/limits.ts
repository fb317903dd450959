/** What is watched of a patient: the defaults, what somebody set apart from them, why, and until when. */
import type { Brief } from "../../../durable-objects/device/answers.ts";
import { connectRegistry } from "../../../registry/connect.ts";
import { listLimitChanges } from "../../../registry/bedside.ts";
import type { Fact, State } from "../../../vitals/assistant.ts";
import { VITAL_KEYS, type VitalKey } from "../../../vitals/catalogue.ts";
import type { ContextAnswer } from "../../../vitals/clinical.ts";
import { nameOf, type KnownDevice } from "../question/question.ts";
import { momentWords } from "../question/zone.ts";
import type { Asking } from "./asking.ts";
import { figure, vitalFact, vitalName } from "./figures.ts";
import type { Draft, LimitsFinding, OwnLimit } from "./found.ts";
import { doersOf, type Doers } from "./people.ts";

/** Of what became of limits before, the newest. */
const MAX_CHANGES = 12;

type LimitsFound = Omit<LimitsFinding, "source"> & { readonly source: Draft };

/** Null while nobody is on the device. */
export async function limitsFound(device: KnownDevice, brief: Brief, asking: Asking): Promise<LimitsFound | null> {
	if (brief.record.outcome !== "done") return null;
	const { record } = brief.record;
	const changes = await listLimitChanges(connectRegistry(asking.env.DB), record.patient, {
		skip: 0,
		limit: MAX_CHANGES,
	});
	const over = changes.filter(({ kind }) => kind !== "set");
	const overrides = VITAL_KEYS.flatMap((key) => record.limits[key].override ?? []);
	const doers = await doersOf([record.template.by, ...[...overrides, ...over].map(({ by }) => by)], asking);
	const own = VITAL_KEYS.flatMap((key) => ownLimit(key, record, doers, asking));
	const past = over.map(({ vital, kind, at, by }) => ({ vital, kind, at: Date.parse(at), doer: doers(by) }));
	const source = draftOf(device, record, own, past, doers, asking);
	return { source, record, own, past, said: doers(record.template.by) };
}

function ownLimit(key: VitalKey, { limits }: ContextAnswer, doers: Doers, { redact }: Asking): OwnLimit[] {
	const { override, effective } = limits[key];
	if (override === null) return [];
	const { low, high, up, down, reason, by, at, until } = override;
	return [
		{
			vital: key,
			low: low === undefined ? null : effective.low,
			high: high === undefined ? null : effective.high,
			deadband: up !== undefined || down !== undefined,
			reason: redact(reason),
			at: Date.parse(at),
			until: Date.parse(until),
			doer: doers(by),
		},
	];
}

/** "low limit 40/min, high limit 131/min"; "none". At a limit is beyond it. */
export function limitWords(key: VitalKey, low: number | null, high: number | null): string {
	const parts = [
		...(low === null ? [] : [`low limit ${figure(key, low)}`]),
		...(high === null ? [] : [`high limit ${figure(key, high)}`]),
	];
	return parts.length === 0 ? "none" : parts.join(", ");
}

function draftOf(
	device: KnownDevice,
	record: ContextAnswer,
	own: readonly OwnLimit[],
	past: LimitsFinding["past"],
	doers: Doers,
	{ now, zone }: Asking,
): Draft {
	const whose = { patient: record.patient, deviceId: device.deviceId };
	const always = { from: 0, to: now };
	const moment = (time: number) => momentWords(time, now, zone);
	const { template } = record;
	const facts: Fact[] = VITAL_KEYS.flatMap((key) => {
		const { low, high } = record.limits_in_force[key];
		return [low, high].flatMap((limit) => (limit === null ? [] : [vitalFact(whose, key, "limit", limit, always)]));
	});
	const states: State[] = [
		...own.flatMap(({ vital, at, until }): State[] =>
			[at, until].map((time) => ({ ...whose, state: "limited", holds: true, at: time, value: vital })),
		),
		...(own.length === 0 ? [{ ...whose, state: "limited" as const, holds: false, at: null }] : []),
		...VITAL_KEYS.filter((key) => own.every(({ vital }) => vital !== key)).map((key): State => ({
			...whose,
			state: "limited",
			holds: false,
			at: null,
			value: key,
		})),
	];
	const watched = VITAL_KEYS.flatMap((key) => {
		const { low, high } = record.limits_in_force[key];
		return low === null && high === null ? [] : [`${vitalName(key)}: ${limitWords(key, low, high)}.`];
	});
	const said =
		template.why === "patient"
			? `as ${doers(template.by).role} said of this patient`
			: template.why === "ward"
				? "as the ward chose"
				: "as nobody said otherwise";
	const lines = [
		`Limits that are watched of the patient of ${nameOf(device)}. Defaults: ${template.name}, ${said}.`,
		...watched,
		...own.map(
			({ vital, low, high, deadband, reason, at, until, doer }) =>
				`The limit of ${vitalName(vital)}${deadband ? ", or how far it may leave its usual value," : ""} was set for this patient ${moment(at)} by ${doer.role}, until ${moment(until)}: ${limitWords(vital, low, high)}. Reason: "${reason}"`,
		),
		...(own.length === 0 ? ["No limit was set for this patient apart from the defaults."] : []),
		...past.map(
			({ vital, kind, at, doer }) =>
				`An earlier limit of ${vitalName(vital)} ${PAST[kind]} ${moment(at)}${kind === "ended" ? ` by ${doer.role}` : ""}.`,
		),
		...(record.limits_validated ? [] : ["The limits of this age have not been checked against their sources."]),
	];
	return {
		kind: "limits",
		title: `${nameOf(device)} · limits`,
		patient: record.patient,
		deviceId: device.deviceId,
		wardId: device.wardId,
		from: null,
		to: null,
		text: lines.join("\n"),
		facts,
		states: [
			...states,
			...past.map(({ vital, at }): State => ({ ...whose, state: "limited", holds: true, at, value: vital })),
		],
		target: { kind: "patient", id: record.patient },
	};
}

/** What became of a limit. */
export const PAST: Readonly<Record<LimitsFinding["past"][number]["kind"], string>> = {
	set: "was set",
	ended: "was taken back",
	expired: "ran out",
	discharged: "ended with a discharge",
};
