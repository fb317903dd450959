/** The sums of alarms by day: equal to what the episodes say, whatever came twice, late or out of order. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS, remakeSumsOf } from "../../registry/alarm-days.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { deletePatientRows } from "../../registry/erasures.ts";
import { projectEpisodeEvent } from "../../registry/episodes.ts";
import { WAIT_ERROR, waitPercentile } from "../../vitals/alarm-load.ts";
import type { Episode, EpisodeEvent, EpisodeEventKind, EpisodeVerdict } from "../../vitals/episode.ts";

const registry = connectRegistry(env.DB);
const BEGIN = Date.UTC(2026, 2, 1);
const BEGIN_DAY = BEGIN / DAY_MS;

const rows = async (ward: string) =>
	(
		await env.DB.prepare("SELECT * FROM alarm_days WHERE ward_id = ? ORDER BY day, device_id")
			.bind(ward)
			.all<Record<string, string | number>>()
	).results;

const remake = () => registry.batch(remakeSumsOf(registry, { fromDay: BEGIN_DAY - 1, toDay: BEGIN_DAY + 30 }));

interface Step {
	readonly kind: EpisodeEventKind;
	readonly afterS: number;
	readonly announced: boolean;
	readonly verdict: EpisodeVerdict | null;
}

/** An episode's events from its opening on, as its device would tell them. */
function life(ward: string, device: string, openedAt: number, steps: readonly Step[], patient: string | null = null) {
	const id = crypto.randomUUID();
	let episode: Episode = {
		id,
		version: 1,
		deviceId: device,
		wardId: ward,
		patient,
		channel: "physiological",
		rule: "forest",
		status: "open",
		risk: "MEDIUM",
		peakScore: 0.7,
		leadingVital: "heart_rate",
		openedAt,
		updatedAt: openedAt,
		closedAt: null,
		vitalsAtOnset: {},
		contributions: [],
		sentence: "",
		acknowledgedAt: null,
		acknowledgedBy: null,
	};
	const events: EpisodeEvent[] = [{ kind: "opened", at: openedAt, announced: true, episode }];
	for (const { kind, afterS, announced, verdict } of steps) {
		const at = episode.updatedAt + afterS * 1000;
		const care = {
			waitingSince: null,
			steps: 0,
			summons: null,
			snooze: null,
			verdict: verdict === null ? null : { verdict, at, by: "M-1" },
		};
		episode = Object.assign(
			{},
			episode,
			{ version: episode.version + 1, updatedAt: at },
			kind === "closed" && { status: "closed", closedAt: at },
			kind === "escalated" && { risk: "HIGH" },
			kind === "judged" && { care },
		);
		events.push({ kind, at, announced, episode });
	}
	return events;
}

const STEP: fc.Arbitrary<Step> = fc.record({
	kind: fc.constantFrom("acknowledged", "closed", "judged", "escalated", "commented", "snoozed", "resumed", "summoned"),
	afterS: fc.integer({ min: 0, max: 40_000 }),
	announced: fc.constant(true),
	verdict: fc.constantFrom("false-alarm", "confirmed", null),
});
const step = (kind: EpisodeEventKind, afterS: number, verdict: EpisodeVerdict | null = null): Step => ({
	kind,
	afterS,
	announced: ["escalated", "resumed", "summoned"].includes(kind),
	verdict,
});

it("the sums are those of the episodes, whatever came twice and in whatever order, and are what making them anew gives", async () => {
	let run = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.integer({ min: 0, max: 2 * 86_400 }), fc.array(STEP, { maxLength: 6 })), {
				minLength: 1,
				maxLength: 4,
			}),
			fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
			async (lives, random) => {
				const ward = `ward-${++run}-${crypto.randomUUID().slice(0, 8)}`;
				const events = lives.flatMap(([openedS, steps], i) =>
					life(
						ward,
						`DEV-${i % 2}`,
						BEGIN + openedS * 1000,
						steps.map((one) => ({ ...one, announced: one.announced && !["closed", "judged"].includes(one.kind) })),
					),
				);
				const draw = () => random.next().value as number;
				// Each at least once, in any order.
				const told = [...events, ...events.filter(() => draw() < 0.4)]
					.map((event) => ({ event, at: draw() }))
					.toSorted((a, b) => a.at - b.at);
				for (const { event } of told) await projectEpisodeEvent(registry, event);
				const kept = await rows(ward);
				await remake();
				expect(await rows(ward)).toEqual(kept);
				const sum = (name: string) => kept.reduce((total, row) => total + Number(row[name]), 0);
				expect(sum("episodes")).toBe(lives.length);
				expect(sum("alarms")).toBe(events.filter(({ announced, kind }) => announced && kind !== "summoned").length);
				expect(sum("summons")).toBe(events.filter(({ announced, kind }) => announced && kind === "summoned").length);
			},
		),
		{ numRuns: 12 },
	);
});

it("an alarm counts in the hour in which people were told, its episode on the day on which it opened", async () => {
	const ward = "ward-midnight";
	const openedAt = BEGIN + DAY_MS - 600_000;
	const events = life(ward, "DEV-1", openedAt, [
		step("acknowledged", 60),
		step("escalated", 1200),
		step("acknowledged", 30),
		step("closed", 600),
		step("judged", 60, "confirmed"),
	]);
	for (const event of events) await projectEpisodeEvent(registry, event);
	const [first, second, ...others] = await rows(ward);
	expect(others).toEqual([]);
	expect(first).toMatchObject({ day: BEGIN_DAY, alarms: 1, high: 0, episodes: 1, acknowledged: 1, confirmed: 1 });
	expect(first).toMatchObject({ hours: "[[23,1]]", kinds: '[["forest","heart_rate",1,0,1]]', unanswered: 0 });
	// 60 s lie between 1.1^42 and 1.1^43.
	expect(first?.["waits"]).toBe("[[42,1]]");
	expect(second).toMatchObject({ day: BEGIN_DAY + 1, alarms: 1, high: 1, episodes: 0, hours: "[[0,1]]" });
});

it("a judgement that is taken back, and an episode that closes unanswered, move the sums", async () => {
	const ward = "ward-judged";
	const [opened, judged, closed, back] = life(ward, "DEV-1", BEGIN, [
		step("judged", 5, "false-alarm"),
		step("closed", 60),
		step("judged", 5, null),
	]);
	for (const event of [opened, judged]) await projectEpisodeEvent(registry, event!);
	expect(await rows(ward)).toMatchObject([{ false_alarms: 1, unanswered: 0 }]);
	for (const event of [closed, back]) await projectEpisodeEvent(registry, event!);
	expect(await rows(ward)).toMatchObject([{ false_alarms: 0, unanswered: 1 }]);
});

it("an erasure takes the patient's alarms out of the sums, and leaves those of others", async () => {
	const ward = "ward-erased";
	await env.DB.prepare("INSERT OR IGNORE INTO patients (surrogate, created_at) VALUES ('P-00000000000A', 1)").run();
	const theirs = life(ward, "DEV-1", BEGIN, [step("closed", 90_000)], "P-00000000000A");
	const another = life(ward, "DEV-1", BEGIN + 1000, [step("closed", 60)], "P-00000000000B");
	const alone = life(ward, "DEV-2", BEGIN + 1000, [], "P-00000000000A");
	for (const event of [...theirs, ...another, ...alone]) await projectEpisodeEvent(registry, event);
	expect(await rows(ward)).toMatchObject([
		{ device_id: "DEV-1", episodes: 2, alarms: 2 },
		{ device_id: "DEV-2", episodes: 1 },
	]);
	await deletePatientRows(registry, "P-00000000000A");
	expect(await rows(ward)).toMatchObject([{ device_id: "DEV-1", episodes: 1, alarms: 1 }]);
	const kept = await rows(ward);
	await remake();
	expect(await rows(ward)).toEqual(kept);
});

it("a percentile of any waits is within the error that is stated", () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1000, max: 86_400_000 }), { minLength: 1, maxLength: 200 }),
			fc.constantFrom(0.5, 0.9),
			(waits, p) => {
				const histogram = new Map<number, number>();
				for (const ms of waits) {
					const index = Math.floor(Math.log(ms / 1000) / Math.log(1.1));
					histogram.set(index, (histogram.get(index) ?? 0) + 1);
				}
				const exact = waits.toSorted((a, b) => a - b)[Math.ceil(p * waits.length) - 1]! / 1000;
				const told = waitPercentile(histogram, p)!;
				expect(Math.max(told / exact, exact / told)).toBeLessThanOrEqual(1 + WAIT_ERROR + 1e-9);
			},
		),
	);
	expect(waitPercentile(new Map(), 0.5)).toBeNull();
});
