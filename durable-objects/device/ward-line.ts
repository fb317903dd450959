/**
 * What a device tells its ward without owing it: its newest values while somebody looks, and now and then that
 * it is alive. One that is lost is followed by the next.
 */
import type { LiveReading } from "../../vitals/live.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import type { DeviceProfile } from "./profile.ts";
import type { SilenceWatch } from "./silence.ts";

export interface WardLineHost {
	readonly env: () => ObjectEnv;
	readonly profile: () => DeviceProfile | null;
	/** The newest values, `null` when there are none. */
	readonly reading: () => LiveReading | null;
	readonly waitUntil: (work: Promise<void>) => void;
}

export class WardLine {
	readonly #host: WardLineHost;
	readonly #silence: SilenceWatch;
	/**
	 * A viewer of the ward is looking until then (wall time). `null` after a wake: a lease does not survive in memory, so
	 * the first values are sent unasked and the ward's answer says whether to go on.
	 */
	#watchedUntil: number | null = null;
	#lastLiveAt = 0;
	#liveDue = false;

	constructor(host: WardLineHost, silence: SilenceWatch) {
		this.#host = host;
		this.#silence = silence;
	}

	/** A viewer is looking until `until`, wall time. */
	watch(until: number): void {
		this.#watchedUntil = Math.max(this.#watchedUntil ?? 0, until);
	}

	/** Whether a viewer is known to look. */
	watched(now: number): boolean {
		return (this.#watchedUntil ?? 0) > now;
	}

	/** Readings were received at `now`. */
	show(now: number): void {
		this.#silence.heard(now);
		if (this.#mayBeWatched(now)) this.showAgain(now);
		else if (this.#silence.owes(now)) this.#host.waitUntil(this.#tellAlive(now));
	}

	/** What is shown has changed without a reading. */
	showAgain(now: number): void {
		if (this.#mayBeWatched(now) && !this.#liveDue) this.#host.waitUntil(this.#sendLive(now));
	}

	#mayBeWatched(now: number): boolean {
		return this.#watchedUntil === null || this.watched(now);
	}

	/** Sends the newest values, no sooner than the cadence allows; what comes meanwhile rides along. */
	async #sendLive(now: number): Promise<void> {
		const { LIVE_CADENCE_MS, WARD_STATION } = this.#host.env();
		this.#liveDue = true;
		// Asked once: until the answer comes, nobody is taken to watch.
		this.#watchedUntil ??= 0;
		try {
			const pause = this.#lastLiveAt + LIVE_CADENCE_MS - now;
			if (pause > 0) await scheduler.wait(pause);
			this.#lastLiveAt = Date.now();
			this.#liveDue = false;
			const reading = this.#host.reading();
			const profile = this.#host.profile();
			if (reading === null || profile === null) return;
			const askAt = this.#silence.tell(this.#lastLiveAt);
			this.watch(await WARD_STATION.getByName(profile.wardId).live(reading, askAt));
		} catch (error) {
			this.#watchedUntil = null;
			this.#silence.forget();
			log("warn", "live.failed", { device: this.#host.profile()?.deviceId, reason: reason(error) });
		}
	}

	async #tellAlive(now: number): Promise<void> {
		const { wardId, deviceId } = this.#host.profile() as DeviceProfile;
		try {
			await this.#host.env().WARD_STATION.getByName(wardId).alive(deviceId, this.#silence.tell(now));
		} catch (error) {
			this.#silence.forget();
			log("warn", "alive.failed", { device: deviceId, reason: reason(error) });
		}
	}
}
