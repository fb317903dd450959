/** Writes down what truly happened on a simulated ward, beside the readings: JSON lines. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ArtefactKind } from "../scenarios/artefacts.ts";
import type { PatientStream, Truth } from "../scenarios/generator.ts";

/** One line: an event from onset to end as planned, or a stretch of readings spoiled by an artefact. */
export interface TruthLine {
	readonly type: "event" | "artefact";
	readonly device_id: string;
	readonly bed: string;
	readonly kind: string;
	/** ISO 8601, UTC. */
	readonly onset: string;
	readonly end: string;
	/** Vital signs an event moves; empty for artefacts. */
	readonly vitals: readonly string[];
}

export interface TruthFile {
	/** Takes note of one reading's truth. */
	note(truth: Truth, timestamp: number): void;
	/** Writes artefacts that are still going on, as ending now. */
	finish(): void;
}

/** Starts an empty file at `path`, making its folder. */
export function startTruthFile(path: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, "");
}

/** One device's lines. An event is written when it begins, so that a run that is killed still leaves the truth. */
export function createTruthFile(
	path: string,
	deviceId: string,
	bed: string,
	stream: Pick<PatientStream, "groundTruth">,
): TruthFile {
	const written = new Set<string>();
	let artefact: { readonly kind: ArtefactKind; readonly onset: number } | null = null;
	let last = 0;
	let inEvent = false;

	function write(type: TruthLine["type"], kind: string, onset: number, end: number, vitals: readonly string[]): void {
		const line: TruthLine = {
			type,
			device_id: deviceId,
			bed,
			kind,
			onset: new Date(onset).toISOString(),
			end: new Date(end).toISOString(),
			vitals,
		};
		appendFileSync(path, `${JSON.stringify(line)}\n`);
	}
	function endArtefact(): void {
		if (artefact !== null) write("artefact", artefact.kind, artefact.onset, last, []);
		artefact = null;
	}

	return {
		note(truth, timestamp) {
			if (truth.event !== null && (!inEvent || written.size < stream.groundTruth().length)) {
				for (const event of stream.groundTruth()) {
					const id = `${event.kind}@${event.onset}`;
					if (event.onset > timestamp || written.has(id)) continue;
					written.add(id);
					write("event", event.kind, event.onset, event.end, event.vitals);
				}
			}
			inEvent = truth.event !== null;
			if (artefact !== null && artefact.kind !== truth.artefact) endArtefact();
			if (truth.artefact !== null && artefact === null) artefact = { kind: truth.artefact, onset: timestamp };
			last = timestamp;
		},
		finish: endArtefact,
	};
}
