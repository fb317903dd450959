import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditEpisodes, type RegistryEpisode } from "../../chaos/audit/episodes.ts";
import { auditReadings } from "../../chaos/audit/readings.ts";
import { valuesOf } from "../../chaos/fleet/ledger.ts";
import { encodeReadings, initParquet } from "../../lake/parquet.ts";
import type { Episode } from "../../vitals/episode.ts";
import { noVitals, type StoredReading } from "../../vitals/reading.ts";
import { encoderBytes } from "../lake/encoder.ts";

let room = "";
beforeAll(() => initParquet(encoderBytes()));
beforeEach(async () => {
	room = await mkdtemp(join(tmpdir(), "audit-"));
});
afterEach(() => rm(room, { recursive: true, force: true }));

const reading = (seq: number, time: number, heartRate: number): StoredReading => ({
	seq,
	timestamp: time,
	receivedAt: time,
	patient: null,
	vitals: { ...noVitals(), heart_rate: heartRate, temperature: 36.6 },
	battery: 80,
	score: null,
	risk: "LOW",
	flags: 0,
});
const line = (fact: string, time: number, heartRate: number) =>
	`${fact},DEV-1,${time},${valuesOf(reading(0, time, heartRate))}\n`;

async function audit(stored: readonly StoredReading[], ledger: readonly string[]) {
	const folder = join(room, "lake", "readings");
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "a.parquet"), encodeReadings("DEV-1", stored));
	await writeFile(join(room, "ledger.csv"), ledger.join(""));
	return auditReadings(join(room, "lake"), [join(room, "ledger.csv")]);
}

/** Three readings, measured and acknowledged. */
const WELL = [1, 2, 3].flatMap((i) => [line("o", i * 1000, 70 + i), line("a", i * 1000, 70 + i)]);
const NOTHING = { lost: 0, doubled: 0, altered: 0, invented: 0, refusedStored: 0, brokenSequences: 0, examples: [] };

describe("the count of readings", () => {
	it("finds nothing where every acknowledged reading is stored once, and what was never answered may be stored, too", async () => {
		const stored = [1, 2, 3, 4].map((i) => reading(i, i * 1000, 70 + i));
		const { readings } = await audit(stored, [...WELL, line("o", 4000, 74)]);
		expect(readings).toMatchObject({ acknowledged: 3, stored: 4, ...NOTHING });
	});

	it("finds what is lost, doubled, altered and invented", async () => {
		const stored = [reading(1, 1000, 71), reading(2, 1000, 71), reading(3, 2000, 99), reading(4, 9000, 70)];
		const { readings } = await audit(stored, WELL);
		expect(readings).toMatchObject({ lost: 1, doubled: 1, altered: 1, invented: 1, brokenSequences: 0 });
		expect(readings.examples).toContain("lost DEV-1@3000");
	});

	it("finds a refused reading that was stored, and a gap in the sequence", async () => {
		const stored = [1, 2, 3].map((i) => reading(i, i * 1000, 70 + i));
		const { readings } = await audit(
			[...stored, reading(5, 5000, 75)],
			[...WELL, line("o", 5000, 75), line("r", 5000, 75)],
		);
		expect(readings).toMatchObject({ refused: 1, refusedStored: 1, brokenSequences: 1 });
	});

	it("says what a dead device took with it: from the first reading that is missing to the last that was sent", async () => {
		const stored = [1, 2, 3].map((i) => reading(i, i * 1000, 70 + i));
		const dead = ["u,DEV-1,3000,103000\n", "u,DEV-1,4000,104000\n", "u,DEV-1,5000,106500\n", "e,DEV-1,5000,106500\n"];
		const { deaths } = await audit(stored, [...WELL, ...dead]);
		expect(deaths).toEqual([{ device: "DEV-1", atRisk: true, lostReadings: 2, lostMs: 2500 }]);
	});
});

describe("the comparison of episodes", () => {
	const episode = (id: string, more: Partial<Episode> = {}) =>
		({
			id,
			version: 2,
			deviceId: "DEV-1",
			status: "closed",
			risk: "HIGH",
			openedAt: 1,
			closedAt: 2,
			sentence: "",
			...more,
		}) as Episode;
	const row = (id: string, more: Partial<RegistryEpisode> = {}) => ({ ...episode(id), events: 2, ...more });

	it("finds nothing where both say the same, and the registry may remember more", () => {
		expect(auditEpisodes([episode("a")], [row("a"), row("old")])).toEqual({
			registered: 2,
			held: 1,
			missing: 0,
			different: 0,
			doubled: 0,
			stuckOpen: 0,
			incompleteHistory: 0,
			examples: [],
		});
	});

	it("finds what is missing, older, doubled, open for ever, and without a part of its history", () => {
		const held = [episode("a"), episode("b"), episode("c")];
		const registered = [
			row("b", { version: 1, events: 1 }),
			row("c"),
			row("c"),
			row("d", { status: "open", events: 1 }),
		];
		expect(auditEpisodes(held, registered)).toMatchObject({
			missing: 1,
			different: 1,
			doubled: 1,
			stuckOpen: 1,
			incompleteHistory: 1,
		});
	});
});
