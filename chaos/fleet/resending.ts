/**
 * A device that forgets what was acknowledged to it. It posts two minutes of readings, waits until the lake alone has
 * them, and posts them again 1 minute, 2 hours and 23 hours later by its clock, which it sets forward for that.
 */
import { createPatientStream, type PatientStreamOptions } from "../../scenarios/generator.ts";
import type { Random } from "../../scenarios/random.ts";
import { CONTROL } from "../faults.ts";
import { DeviceClock } from "./clock.ts";
import type { FleetDevice } from "./messages.ts";
import { measured, type Books, type Measured } from "./patient.ts";
import type { PostingDevice } from "./posting.ts";
import type { Wire } from "./wire.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const READINGS = 120;
/** Each time is later by the clock than the one before. */
const LATER = [
	[MINUTE, "resentAfter1min"],
	[2 * HOUR, "resentAfter2h"],
	[23 * HOUR, "resentAfter23h"],
] as const;
/** Posted after each jump, so that the edge, too, knows that time has passed. */
const FRESH = 5;
const ASK_MS = 500;
/** A lake that is down for longer is not waited for. */
const PATIENCE_MS = 60_000;
/** Now and then a clock is set back. */
const BACK = 0.3;

type Plan = Omit<PatientStreamOptions, "startTime" | "cadenceSeconds">;

export async function resend(
	device: FleetDevice,
	wire: Wire,
	posting: PostingDevice,
	plan: Plan,
	startTime: number,
	random: Random,
	books: Books,
	finished: () => boolean,
): Promise<void> {
	const clock = new DeviceClock(device, wire, 1);
	let cycleStart = startTime;
	for (let cycle = 0; !finished(); cycle++) {
		await clock.set(cycleStart);
		books.counters.add("clockJumps");
		// Off by a millisecond each time: what is measured after a clock was set back is not what was measured before.
		const stream = createPatientStream({
			...plan,
			seed: `${plan.seed}/${cycle}`,
			startTime: cycleStart - READINGS * 1000 + cycle,
			cadenceSeconds: 1,
		});
		const first = Array.from({ length: READINGS }, () => measured(device, stream.next().reading, books));
		await posting.deliver(first);
		const released = await untilReleased(wire, device, finished);
		for (const [later, counted] of LATER) {
			if (finished()) return;
			await clock.set(cycleStart + later);
			books.counters.add("clockJumps");
			await posting.deliver(after(stream, device, cycleStart + later - FRESH * 1000 + cycle, books));
			await posting.again(first);
			books.counters.add(counted, first.length);
			if (released) books.counters.add("resentReleased", first.length);
			await new Promise((resolve) => setTimeout(resolve, random.between(200, 3_000)));
		}
		cycleStart += 23 * HOUR + 10 * MINUTE;
		if (random.chance(BACK)) cycleStart -= 30 * MINUTE;
	}
}

/** The next readings of `stream`, at other times: what was measured while the clock jumped is nobody's business. */
function after(
	stream: ReturnType<typeof createPatientStream>,
	device: FleetDevice,
	from: number,
	books: Books,
): Measured[] {
	return Array.from({ length: FRESH }, (_, i) => {
		const { reading } = stream.next();
		return measured(device, { ...reading, timestamp: from + i * 1000 }, books);
	});
}

/** Waits until all that the device has sent is in the lake and no more in its object. */
async function untilReleased(wire: Wire, device: FleetDevice, finished: () => boolean): Promise<boolean> {
	const until = Date.now() + PATIENCE_MS;
	while (Date.now() < until && !finished()) {
		const { status, body } = await wire.ask("POST", `${CONTROL}status?name=${device.id}`, device.key, {});
		const state = body as { lastSeq: number; releasedSeq: number } | null;
		if (status === 200 && state !== null && state.releasedSeq === state.lastSeq) return true;
		await new Promise((resolve) => setTimeout(resolve, ASK_MS));
	}
	return false;
}
