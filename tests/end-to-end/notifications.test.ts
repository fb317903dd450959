/** The whole application tells a receiver in Node of an episode: signed, and again after it was killed. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "../../vitals/api.ts";
import type { DeliveryEntry, NotificationMessage, SubscriptionMade } from "../../vitals/notifications.ts";
import { signIn, startApp, type RunningApp } from "../support/running-app.ts";

const DEVICE = "NOTIFY-1";
type Ask = Awaited<ReturnType<typeof signIn>>;

let app: RunningApp;
let [engineer, nurse] = [] as unknown as [Ask, Ask];
let receiver: Server;
let key = "";
/** What the receiver answers. */
let status = 204;
const arrived: { headers: IncomingHttpHeaders; body: string }[] = [];

const json = async <T>(response: Response): Promise<T> => {
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as T;
};
const send = (who: Ask, method: string, path: string, body: unknown) =>
	who(path, { method, body: JSON.stringify(body) });

beforeAll(async () => {
	receiver = createServer((request, response) => {
		let body = "";
		request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
		request.on("end", () => {
			arrived.push({ headers: request.headers, body });
			response.writeHead(status).end("never read");
		});
	}).listen(0, "127.0.0.1");
	[app] = await Promise.all([startApp(), once(receiver, "listening")]);
	[engineer, nurse] = await Promise.all([signIn(app.url, "engineer"), signIn(app.url, "nurse")]);
	await json(await send(engineer, "PUT", "/api/v1/wards/ward-n", { name: "Ward N" }));
	const enrolment = { ward_id: "ward-n", bed: "Bed 7", patient_id: "MRN-NOTIFY" };
	await json(await send(engineer, "PUT", `/api/v1/devices/${DEVICE}`, enrolment));
	({ key } = await json<{ key: string }>(await send(engineer, "POST", `/api/v1/devices/${DEVICE}/keys`, {})));
}, 300_000);
afterAll(async () => {
	receiver?.close();
	await app?.stop();
});

/** A minute of readings that nobody leaves alone. */
async function alarm(): Promise<void> {
	const now = Date.now();
	const readings = Array.from({ length: 40 }, (_, i) => ({
		device_id: DEVICE,
		timestamp: now - 40_000 + i * 1000,
		heart_rate: 185,
		spo2: 74,
	}));
	const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
	const posted = { method: "POST", headers, body: JSON.stringify(readings) };
	await json(await fetch(`${app.url}/api/v1/telemetry/batch`, posted));
}

async function until<T>(probe: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
	for (let i = 0; i < 300; i++) {
		const found = await probe();
		if (found) return found;
		await wait(200);
	}
	throw new Error("did not happen within a minute");
}

describe("a webhook of the running application", () => {
	it("verifies with a library that somebody else wrote, names no bed, and what a dead receiver missed comes after a kill", async () => {
		const { port } = receiver.address() as AddressInfo;
		const order = {
			ward_id: "ward-n",
			channel: "webhook",
			name: "Node",
			url: `http://127.0.0.1:${port}/hook`,
			min_risk: "LOW",
		};
		const made = await json<SubscriptionMade>(await send(nurse, "POST", "/api/v1/notifications", order));
		const hook = new Webhook(made.secret ?? "");
		const read = ({ body, headers }: (typeof arrived)[number]) =>
			hook.verify(body, headers as Record<string, string>) as NotificationMessage;

		const tested = await json(await send(nurse, "POST", `/api/v1/notifications/${made.id}/test`, {}));
		expect(tested).toEqual({ delivered: true, status: 204, error: null });
		expect(read(arrived[0]!)).toMatchObject({ type: "test", data: { ward: { id: "ward-n", name: "Ward N" } } });

		status = 500;
		await alarm();
		const first = await until(() => arrived[1]);
		expect(read(first)).toMatchObject({ type: "episode.opened", data: { risk: "HIGH", status: "open" } });
		expect(first.body).not.toMatch(/NOTIFY|Bed 7|SpO|MRN/);
		expect(first.headers["idempotency-key"]).toBe(first.headers["webhook-id"]);

		await app.kill();
		status = 204;
		await app.restart();
		nurse = await signIn(app.url, "nurse");
		const line = await until(async () => {
			const path = `/api/v1/notifications/${made.id}/deliveries`;
			const { data } = await json<Page<DeliveryEntry>>(await nurse(path));
			return data.find(({ event, state }) => event === "opened" && state === "delivered");
		});
		const same = arrived.filter(({ headers }) => headers["webhook-id"] === line.id);
		expect(same.length).toBeGreaterThanOrEqual(2);
		expect(new Set(same.map(({ body }) => body)).size).toBe(1);
		for (const one of same) expect(read(one).type).toBe("episode.opened");
		// A change of a single letter is noticed.
		const last = same.at(-1)!;
		expect(() => hook.verify(last.body.replace("HIGH", "HIGJ"), last.headers as Record<string, string>)).toThrow(
			"No matching signature",
		);
	});
});
