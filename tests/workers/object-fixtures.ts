/** What the objects of the fixtures had been through, and what they did next: played once when a fixture is made, and again after it is loaded. */
import { env } from "cloudflare:workers";
import type { EpisodeResult } from "../../durable-objects/device/episode-actions.ts";
import type { AuditEvent } from "../../vitals/audit.ts";
import { ingest, item, type Stub } from "./monitor-support.ts";
import { call, monitorOf } from "./support.ts";

export const DEVICE = "FIXTURE-001";
export const WARD = "ward-fixture";
export const FLEET = "fleet-fixture";
const START = Date.UTC(2026, 10, 20, 10);
const CALM = 300;
const ALARMED = 40;

/** The device's time after `play`. */
const PLAYED_UNTIL = START + (CALM + ALARMED) * 1000;

const ok = async (answer: Promise<Response>): Promise<unknown> => {
	const response = await answer;
	if (!response.ok) throw new Error(await response.text());
	return response.json();
};

/** The device's clock shows the fixture's time, whatever day it is here. */
const showing = (stub: Stub, deviceNow: number) => stub.setClock({ generation: 1 }, deviceNow, 1);

/** A patient on a simulated device: calm, then a heart rate that opens an episode, which is acknowledged; an observation. */
export async function play(device: string): Promise<void> {
	const stub = monitorOf(device);
	await ok(call("PUT", `/api/v1/wards/${WARD}`, { role: "engineer", body: { name: "Fixture" } }));
	const enrol = (body: unknown) => ok(call("PUT", `/api/v1/devices/${device}`, { role: "engineer", body }));
	const place = { ward_id: WARD, bed: "Bed 1", simulated: true };
	await enrol(place);
	await ok(call("POST", `/api/v1/devices/${device}/keys`, { role: "engineer" }));
	// The patient comes by the device's clock, before the readings.
	await showing(stub, START - 60_000);
	await enrol({ ...place, patient_id: "PATIENT-1" });
	await showing(stub, START + CALM * 1000);
	const act = (method: string, path: string, body: unknown) =>
		ok(call(method, `/api/v1/devices/${device}/${path}`, { role: "clinician", body }));
	await act("PUT", "context", { age_band: "adult", pregnant: false, spo2_scale: 1 });
	await act("PUT", "observations", { consciousness: "A", oxygen: true });
	await ingest(
		stub,
		Array.from({ length: CALM }, (_, i) => item(START + i * 1000, 70 + (i % 5))),
	);
	await showing(stub, PLAYED_UNTIL);
	await ingest(
		stub,
		Array.from({ length: ALARMED }, (_, i) => item(START + (CALM + i) * 1000, 150)),
	);
	const [episode] = (await stub.watch(0)).episodes;
	if (episode === undefined) throw new Error("no episode");
	const { id, version } = episode;
	const done: EpisodeResult = await stub.actOnEpisode({
		kind: "acknowledge",
		episodeId: id,
		version,
		by: "clinician",
		comment: "On my way",
	});
	if (done.outcome !== "done") throw new Error(done.outcome);
}

/** The alarm goes on, then the patient recovers. Returns each reading's verdict, and the episodes. */
export async function goOn(stub: Stub) {
	await showing(stub, PLAYED_UNTIL + 90_000);
	const items = Array.from({ length: 90 }, (_, i) => item(PLAYED_UNTIL + i * 1000, i < 20 ? 150 : 71 + (i % 4)));
	await ingest(stub, items);
	const readings = (await stub.recent(items.length)).map((reading) => ({ ...reading, receivedAt: 0 }));
	return { readings: readings.toReversed(), after: await known(stub) };
}

/** What the device says of itself that does not depend on the day on which it is asked. */
export async function known(stub: Stub) {
	const { lastSeq, releasedSeq } = await stub.status();
	const record = stub.patientRecord();
	return { lastSeq, releasedSeq, episodes: (await stub.watch(0)).episodes, record: await record };
}

export const event = (actor: string): AuditEvent => ({
	at: new Date(START).toISOString(),
	actor,
	role: "clinician",
	action: "readings.read",
	object: `device:${DEVICE}`,
	ward: WARD,
	patient: "P-AAAAAAAAAAAA",
	outcome: "done",
	grant: null,
	origin: null,
	correlation: null,
});

/** A fleet with two devices and keys of two generations, of which the first is revoked. */
export async function playFleet(): Promise<void> {
	const ledger = env.FLEET_LEDGER.getByName(FLEET);
	await ledger.configure(FLEET, 3);
	await ledger.issueGeneration();
	await ledger.issueGeneration();
	await ledger.admit("GW-1", 2);
	await ledger.admit("GW-2", 2);
	await ledger.confirm("GW-1", 1);
	await ledger.revokeBelow(2);
}

/** A ward with a bed, its own escalation and template. */
export async function playWard(): Promise<void> {
	const station = env.WARD_STATION.getByName(WARD);
	await station.chooseTemplate(WARD, "obstetrics");
	await station.configure(WARD, [{ afterS: 90, to: { kind: "role", role: "clinician" } }]);
}
