/**
 * What a device tells its ward without owing it: its newest values while somebody looks, and now and then that
 * it is alive. One that is lost is followed by the next.
 */
import type { Trouble } from "../../vitals/health.ts";
import type { LiveReading } from "../../vitals/live.ts";
import type { ObjectEnv } from "../env.ts";
import { log, reason } from "../log.ts";
import type { DeviceProfile } from "./profile.ts";
import type { SilenceWatch } from "./silence.ts";

/**
 * A cadence up to this waits for its time to come, so that the last of several values is shown at once too. Waiting keeps
 * the object awake and billed: a longer cadence is kept by the next reading that comes.
 */
const LONGEST_WAIT_MS = 1_000;

export interface WardLineHost {
	readonly env: () => ObjectEnv;
	readonly profile: () => DeviceProfile | null;
	/** The newest values, `null` when there are none. */
	readonly reading: () => LiveReading | null;
	readonly waitUntil: (work: Promise<void>) => void;
	/** What the device cannot do just now. */
	readonly trouble: () => Trouble | null;
}

export class WardLine {
	readonly #host: WardLineHost;
	readonly #silence: SilenceWatch;
	/**
	 * A viewer of the ward is looking until then (wall time). `null` after a wake: a lease does not survive in memory, so
	 * the first values are sent unasked and the ward's answer says whether to go on.
	 */
	#watchedUntil: number | null = null;
	/** When values were last sent; wall time. */
	#lastLiveAt = 0;
	#arrivedAt = 0;
	/** On the way, or waiting for its time. */
	#liveDue = false;

	constructor(host: WardLineHost, silence: SilenceWatch) {
		this.#host = host;
		this.#silence = silence;
	}

	/** A viewer is looking until `until`, wall time; the caller is told the newest values. */
	watch(until: number, now: number): void {
		if (!this.watched(now)) this.#stagger(now);
		this.#extend(until);
	}

	/** Whether a viewer is known to look. */
	watched(now: number): boolean {
		return (this.#watchedUntil ?? 0) > now;
	}

	/** Readings were received at `now`. */
	show(now: number): void {
		this.#silence.heard(now);
		const gap = this.#arrivedAt === 0 ? 0 : Math.max(0, now - this.#arrivedAt);
		this.#arrivedAt = now;
		if (!this.#mayBeWatched(now)) {
			if (this.#silence.owes(now)) this.#host.waitUntil(this.#tellAlive(now));
			return;
		}
		const { LIVE_CADENCE_MS } = this.#host.env();
		const early = this.#lastLiveAt + LIVE_CADENCE_MS - now;
		// The next chance is probably as far away as the last was: whichever is nearer to the time is taken.
		if (early <= gap / 2) this.#send(0);
		else if (LIVE_CADENCE_MS <= LONGEST_WAIT_MS) this.#send(early);
	}

	/** What is shown has changed otherwise than by a calm reading: an episode, a person's action. Not kept waiting. */
	showAgain(now: number): void {
		if (this.#mayBeWatched(now)) this.#send(0);
	}

	/** The values beside an alarm are those that it is about: sent where somebody is known to look; nobody is asked. */
	showWatched(now: number): void {
		if (this.watched(now)) this.#send(0);
	}

	#send(wait: number): void {
		if (!this.#liveDue) this.#host.waitUntil(this.#sendLive(wait));
	}

	/** Devices of a ward begin together. They must not go on together: it would have nothing to do in between. */
	#stagger(now: number): void {
		this.#lastLiveAt = now - Math.random() * this.#host.env().LIVE_CADENCE_MS;
	}

	#extend(until: number): void {
		this.#watchedUntil = Math.max(this.#watchedUntil ?? 0, until);
	}

	#mayBeWatched(now: number): boolean {
		return this.#watchedUntil === null || this.watched(now);
	}

	/** Sends the newest values after `wait` milliseconds; what comes meanwhile rides along. */
	async #sendLive(wait: number): Promise<void> {
		this.#liveDue = true;
		const unasked = this.#watchedUntil === null;
		// Asked once: until the answer comes, nobody is taken to watch.
		this.#watchedUntil ??= 0;
		try {
			if (wait > 0) await scheduler.wait(wait);
			const now = Date.now();
			if (unasked) this.#stagger(now);
			else this.#lastLiveAt = now;
			this.#liveDue = false;
			const reading = this.#host.reading();
			const profile = this.#host.profile();
			if (reading === null || profile === null) return;
			const askAt = this.#silence.tell(now);
			const ward = this.#host.env().WARD_STATION.getByName(profile.wardId);
			this.#extend(await ward.live(reading, askAt, this.#host.trouble()));
		} catch (error) {
			this.#watchedUntil = null;
			this.#silence.forget();
			log("warn", "live.failed", { device: this.#host.profile()?.deviceId, reason: reason(error) });
		}
	}

	async #tellAlive(now: number): Promise<void> {
		const { wardId, deviceId } = this.#host.profile() as DeviceProfile;
		try {
			const ward = this.#host.env().WARD_STATION.getByName(wardId);
			await ward.alive(deviceId, this.#silence.tell(now), this.#host.trouble());
		} catch (error) {
			this.#silence.forget();
			log("warn", "alive.failed", { device: deviceId, reason: reason(error) });
		}
	}
}
