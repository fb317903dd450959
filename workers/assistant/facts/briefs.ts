/** Asks devices, some at a time. One that does not answer in time is left out. */
import { log, reason } from "../../../durable-objects/log.ts";
import type { Brief } from "../../../durable-objects/device/answers.ts";
import type { KnownDevice } from "../question/question.ts";
import type { Asking } from "./asking.ts";

/** Devices asked at the same time. */
const AT_ONCE = 16;
/** A device that takes longer is taken to fail: somebody is waiting. */
const PATIENCE_MS = 3_000;

/** Rejects after `ms`. */
export async function inTime<T>(work: Promise<T>, ms = PATIENCE_MS): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer ?? null);
	}
}

/** @param limit - newest readings of each */
export async function askBriefs(
	devices: readonly KnownDevice[],
	limit: number,
	{ env }: Asking,
): Promise<Map<string, Brief>> {
	const briefs = new Map<string, Brief>();
	const waiting = [...devices];
	const one = async () => {
		for (let device = waiting.shift(); device !== undefined; device = waiting.shift()) {
			const { deviceId } = device;
			try {
				// An RPC's answer is typed as a stub of it; it is plain data.
				const brief = env.DEVICE_MONITOR.getByName(deviceId).brief(limit) as unknown as Promise<Brief>;
				briefs.set(deviceId, await inTime(brief));
			} catch (error) {
				log("warn", "assistant.device_failed", { device: deviceId, reason: reason(error) });
			}
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, one));
	return briefs;
}
