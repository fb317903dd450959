/** Who loses the right to hear of a ward hears nothing more; and the station's own work goes on whatever receivers do. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { connectRegistry } from "../../registry/connect.ts";
import { changeMember } from "../../registry/members.ts";
import {
	deliver,
	episodeOf,
	internet,
	listeningAt,
	logOf,
	ok,
	pass,
	settled,
	tell,
	wholeStory,
	type Arrived,
} from "./notification-support.ts";
import { falseClock } from "./silence-support.ts";
import { sqliteDump } from "./sinks.ts";
import { stationOf } from "./support.ts";

const net = internet();
falseClock();

/** Another one for each test: what the wards of others still owe does not come here. */
let HOST = "";
beforeEach(() => {
	HOST = `w-${crypto.randomUUID()}.example.org`;
});
const listening = () => listeningAt(`https://${HOST}/in`);
const keyOf = ({ headers }: Arrived) => headers.get("idempotency-key") ?? "";

describe("whoever lost the right to hear of a ward", () => {
	it.each([
		["deactivated", { status: "deactivated" }],
		["moved to another ward", { wards: ["ward-elsewhere"] }],
	] as const)("%s, hears nothing more at once, also of what waits already", async (_, change) => {
		const { wardId, member, cookie } = await listening();
		const registry = connectRegistry(env.DB);
		net().host(HOST, () => new Response(null, { status: 500 }));
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		expect(net().at(HOST)).toHaveLength(1);
		await changeMember(registry, member, change, Date.now());
		net().host(HOST, ok);
		await tell(wardId, "opened", episodeOf(wardId));
		await pass(wardId, net(), 3600);
		expect(net().at(HOST)).toHaveLength(1);
		expect(cookie).not.toBe("");
	});

	it("by a role that sees no patient, hears of no patient", async () => {
		const { wardId, member, cookie, made } = await listening();
		await tell(wardId, "opened", episodeOf(wardId));
		await deliver(wardId, net());
		await changeMember(connectRegistry(env.DB), member, { role: "engineer" }, Date.now());
		net().host(HOST, ok);
		await pass(wardId, net(), 60);
		expect(net().at(HOST)).toHaveLength(1);
		expect(await logOf(cookie, made.id)).toMatchObject([
			{ state: "dropped", error: "the person's role does not see such episodes" },
		]);
	});
});

describe("the station's own watch", () => {
	it("is not held up by a receiver that hangs", async () => {
		const { wardId } = await listening();
		const state = { thinking: true };
		net().host(HOST, async () => {
			while (state.thinking) await scheduler.wait(10);
			return ok();
		});
		await tell(wardId, "opened", episodeOf(wardId));
		await runDurableObjectAlarm(stationOf(wardId));
		await vi.waitFor(() => expect(net().open).toBe(1));
		// The alarm is over while the receiver thinks, and another is set in case the object dies.
		const alarm = await runInDurableObject(stationOf(wardId), (_object, { storage }) => storage.getAlarm());
		expect(alarm).not.toBeNull();
		state.thinking = false;
		await settled(wardId, net());
		expect(net().at(HOST)).toHaveLength(1);
	});

	it("sends again what was under way when the object died, under the same key", async () => {
		const { wardId } = await listening();
		const state = { lost: true };
		net().host(HOST, async () => {
			while (state.lost) await scheduler.wait(10);
			return ok();
		});
		await tell(wardId, "opened", episodeOf(wardId));
		await runDurableObjectAlarm(stationOf(wardId));
		await vi.waitFor(() => expect(net().at(HOST)).toHaveLength(1));
		await runInDurableObject(stationOf(wardId), (_, context) => context.abort("crash")).catch(() => {});
		state.lost = false;
		// Whoever waited for that answer is no more.
		net().open = 0;
		await pass(wardId, net(), 120);
		const arrived = net().at(HOST);
		expect(arrived.length).toBeGreaterThanOrEqual(2);
		expect(new Set(arrived.map(keyOf)).size).toBe(1);
	});

	it("keeps no word of what was said once it was said", async () => {
		const { wardId } = await listening();
		net().host(HOST, ok);
		await wholeStory(wardId);
		await deliver(wardId, net());
		expect(await sqliteDump(stationOf(wardId))).not.toContain("SpO₂");
	});
});
