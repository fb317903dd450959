/** Lines of a file become devices, each for itself: one that is refused sinks no other. */
import type { Context } from "hono";
import { log, reason } from "../../durable-objects/log.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { findDevices } from "../../registry/devices.ts";
import { findFleet } from "../../registry/fleets.ts";
import { entryTo } from "../../registry/standing.ts";
import { listWardNames } from "../../registry/wards.ts";
import type { DeviceSummary, ImportLine, ImportOutcome, ImportReport } from "../../vitals/api.ts";
import type { FieldError } from "../../vitals/problem.ts";
import type { AppContext } from "../context.ts";
import { placeDevice } from "../enrolment.ts";
import { Problem } from "../problem.ts";
import type { DeviceLine, ParsedFile, ParsedLine } from "./parse.ts";

/** Devices worked on at the same time. */
const AT_ONCE = 10;

/** What the lines are held against, as it stands before the first one. */
interface Present {
	readonly devices: ReadonlyMap<string, DeviceSummary>;
	/** Wards that exist and that the person works on. */
	readonly wards: ReadonlySet<string>;
	/** Places that are free in each fleet that exists and that the person may fill. */
	readonly free: Map<string, number>;
	readonly cadences: ReadonlyMap<string, number | null>;
}

/**
 * Imports the lines of a file, or says what an import would do.
 *
 * @param dryRun - nothing is written, and no object is made
 */
export async function importDevices(
	context: Context<AppContext>,
	file: ParsedFile,
	dryRun: boolean,
): Promise<ImportReport> {
	const present = await presentState(context, file);
	const planned = file.lines.map((line) => plan(line, present));
	const lines: ImportLine[] = Array.from({ length: planned.length });
	let next = 0;
	const work = async () => {
		for (let i = next++; i < planned.length; i = next++) {
			const { step, report } = planned[i] as Planned;
			lines[i] = step === null || dryRun ? report : await take(context, step, report);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	const counts: Record<ImportOutcome, number> = { created: 0, updated: 0, unchanged: 0, refused: 0, failed: 0 };
	for (const { outcome } of lines) counts[outcome]++;
	return { dry_run: dryRun, counts, ignored_columns: file.ignored, lines };
}

async function presentState(context: Context<AppContext>, file: ParsedFile): Promise<Present> {
	const { env } = context;
	const registry = connectRegistry(env.DB);
	const values = file.lines.flatMap(({ value }) => (value === null ? [] : [value]));
	const standing = context.get("standing");
	const devices = await findDevices(
		registry,
		values.map(({ id }) => id),
	);
	const names = await listWardNames(registry);
	const free = new Map<string, number>();
	for (const id of new Set(values.flatMap(({ fleet }) => fleet ?? []))) {
		const fleet = await findFleet(registry, id);
		if (fleet === null || entryTo(standing, fleet.wardId) === null) continue;
		const status = await env.FLEET_LEDGER.getByName(id).status();
		free.set(id, fleet.deviceLimit - (status?.devices ?? 0));
	}
	const cadences = new Map<string, number | null>();
	const asked = values.filter(({ id, cadenceS }) => cadenceS !== undefined && devices.has(id));
	for (let i = 0; i < asked.length; i += AT_ONCE) {
		const some = asked.slice(i, i + AT_ONCE);
		const answers = await Promise.all(some.map(({ id }) => env.DEVICE_MONITOR.getByName(id).status()));
		for (const [k, { cadenceS }] of answers.entries()) cadences.set(some[k]?.id ?? "", cadenceS);
	}
	return {
		devices,
		wards: new Set(names.map(({ id }) => id).filter((id) => entryTo(standing, id) !== null)),
		free,
		cadences,
	};
}

/** What is to be done for a line. */
interface Step {
	readonly line: DeviceLine;
	readonly before: DeviceSummary | null;
}

interface Planned {
	readonly step: Step | null;
	readonly report: ImportLine;
}

/** What becomes of a line. A place in a fleet that it takes is taken for the lines after it. */
function plan({ line, id, value, errors }: ParsedLine, present: Present): Planned {
	const refuse = (why: readonly FieldError[]): Planned => ({
		step: null,
		report: { line, device_id: id, outcome: "refused", changes: [], errors: why },
	});
	if (value === null) return refuse(errors);
	const before = present.devices.get(value.id) ?? null;
	const faults = faultsOf(value, before, present);
	if (faults.length > 0) return refuse(faults);
	const changes = changesOf(value, before, present.cadences);
	if (changes.includes("fleet") && typeof value.fleet === "string")
		present.free.set(value.fleet, (present.free.get(value.fleet) ?? 0) - 1);
	const outcome = before === null ? "created" : changes.length > 0 ? "updated" : "unchanged";
	const step = outcome === "unchanged" ? null : { line: value, before };
	return { step, report: { line, device_id: id, outcome, changes, errors: [] } };
}

function faultsOf(value: DeviceLine, before: DeviceSummary | null, { wards, free }: Present): FieldError[] {
	const faults: FieldError[] = [];
	const fault = (field: string, message: string) => faults.push({ field, code: "bad_format", message });
	// The same words for what does not exist and for what is another's: the answer does not tell which.
	if (!wards.has(value.wardId)) fault("ward_id", "No ward of that id exists that you work on");
	if (before !== null && !wards.has(before.ward_id))
		fault("device_id", "The device is in a ward that you do not work on");
	if (before !== null && value.simulated !== undefined && value.simulated !== before.simulated)
		fault("simulated", "A device stays simulated or real for good; enrol the other one under another id");
	if (typeof value.fleet === "string" && value.fleet !== before?.fleet) {
		const places = free.get(value.fleet);
		if (places === undefined) fault("fleet", "No fleet of that id exists that you may fill");
		else if (places <= 0) fault("fleet", "The fleet has as many devices as it may");
	}
	return faults;
}

function changesOf(value: DeviceLine, before: DeviceSummary | null, cadences: Present["cadences"]): string[] {
	const same = (given: unknown, is: unknown) => given === undefined || given === is;
	const changes = {
		ward_id: value.wardId === before?.ward_id,
		// Another ward has other beds: the same label there is another bed.
		bed: value.wardId === before?.ward_id ? same(value.bed, before.bed) : same(value.bed ?? undefined, null),
		fleet: same(value.fleet, before?.fleet ?? null),
		tags: same(value.tags?.join(" "), (before?.tags ?? []).join(" ")),
		simulated: same(value.simulated, before?.simulated ?? false),
		cadence_s: same(value.cadenceS, cadences.get(value.id) ?? null),
	};
	return Object.entries(changes).flatMap(([column, unchanged]) => (unchanged ? [] : [column]));
}

/** Enrols or moves the device. What fails leaves the others alone. */
async function take(context: Context<AppContext>, { line, before }: Step, report: ImportLine): Promise<ImportLine> {
	try {
		await placeDevice(context.env, {
			id: line.id,
			wardId: line.wardId,
			// Without the column a device keeps its bed, as long as it stays in the ward.
			bed: line.bed === undefined ? (line.wardId === before?.ward_id ? before.bed : null) : line.bed,
			fleet: line.fleet,
			fleetBefore: before?.fleet ?? null,
			simulated: line.simulated ?? before?.simulated ?? false,
			cadenceS: line.cadenceS,
			tags: line.tags,
		});
		return report;
	} catch (error) {
		if (error instanceof Problem && error.status < 500) {
			const errors = error.errors ?? [{ field: "fleet", code: "bad_format" as const, message: error.message }];
			return { ...report, outcome: "refused", changes: [], errors };
		}
		log("error", "import.failed", { device: line.id, reason: reason(error) });
		const message = "Storage was not available; send the same file again";
		return { ...report, outcome: "failed", changes: [], errors: [{ field: "", code: "unavailable", message }] };
	}
}
