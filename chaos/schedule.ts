/** What goes wrong when: drawn from the seed before anything starts, so that a failure can be looked for again. Pure. */
import { createRandom, type Random } from "../scenarios/random.ts";
import { SOUND, type StoreFaults } from "./faults.ts";

export type Store = "lake" | "registry";

/** Something that is done to the system; `at` in milliseconds after the devices began. */
export type Strike = { readonly at: number } & (
	| { readonly kind: "kill" }
	| { readonly kind: "store"; readonly store: Store; readonly faults: StoreFaults }
	/** Objects fall asleep: this share of the devices' or one ward's; `pick` chooses. */
	| { readonly kind: "evict"; readonly what: "devices" | "ward"; readonly share: number; readonly pick: string }
	| { readonly kind: "crash"; readonly what: "device" | "ward"; readonly pick: string }
	| { readonly kind: "cut"; readonly share: number }
	| { readonly kind: "half-open"; readonly share: number }
	| { readonly kind: "upkeep"; readonly what: "flush" | "compact" }
);
export type StrikeKind = Strike["kind"];

/** The platform calls a failing alarm six more times, after 2, 4, 8, 16, 32 and 64 seconds. */
const SIX_RETRIES_MS = 126_000;
/** So long is the registry down once, in runs that last long enough. */
const LONG_OUTAGE_MS = SIX_RETRIES_MS + 14_000;
/** A run that is shorter than this has no room for the long outage. */
const ROOM_FOR_OUTAGE_MS = 3 * LONG_OUTAGE_MS;
/** Nothing goes wrong at first: the devices connect. */
const CALM_MS = 2_000;

/** Mean pause between two strikes of a kind, milliseconds; each is drawn between half and one and a half times of it. */
const PAUSES = {
	lake: 20_000,
	registry: 25_000,
	evict: 2_500,
	crash: 9_000,
	cut: 7_000,
	"half-open": 20_000,
	upkeep: 25_000,
};

/** @param durationMs - how long devices measure */
export function planStrikes(seed: string, durationMs: number, kills: number): Strike[] {
	const outage: [number, number] | null =
		durationMs < ROOM_FOR_OUTAGE_MS ? null : [durationMs / 3, durationMs / 3 + LONG_OUTAGE_MS];
	const random = (what: string) => createRandom(`${seed}/schedule/${what}`);
	return [
		...killTimes(random("kills"), durationMs, kills),
		...storeStrikes(random("lake"), "lake", durationMs, null),
		...storeStrikes(random("registry"), "registry", durationMs, outage),
		...regular(random("evict"), PAUSES.evict, durationMs, evictions),
		...regular(random("crash"), PAUSES.crash, durationMs, (at, chance) => ({
			at,
			kind: "crash",
			what: chance.chance(0.75) ? "device" : "ward",
			pick: String(chance.bits()),
		})),
		...regular(random("cut"), PAUSES.cut, durationMs, (at, chance) => ({
			at,
			kind: "cut",
			share: chance.between(0.1, 1),
		})),
		...regular(random("half-open"), PAUSES["half-open"], durationMs, (at, chance) => ({
			at,
			kind: "half-open",
			share: chance.between(0.05, 0.3),
		})),
		...regular(random("upkeep"), PAUSES.upkeep, durationMs, (at, chance) => ({
			at,
			kind: "upkeep",
			what: chance.chance(0.5) ? "flush" : "compact",
		})),
	].toSorted((a, b) => a.at - b.at);
}

/** One at a random moment of each of `kills` equal stretches: never far apart, now and then very close. */
function killTimes(random: Random, durationMs: number, kills: number): Strike[] {
	const stretch = (durationMs - CALM_MS) / kills;
	return Array.from({ length: kills }, (_, i) => ({ at: CALM_MS + (i + random.uniform()) * stretch, kind: "kill" }));
}

function evictions(at: number, random: Random): Strike {
	const what = random.chance(0.8) ? "devices" : "ward";
	return { at, kind: "evict", what, share: random.between(0.05, 0.6), pick: String(random.bits()) };
}

/** A store fails for a while and is well again, over and over; `outage` is one long failure among them. */
function storeStrikes(
	random: Random,
	store: Store,
	durationMs: number,
	outage: readonly [number, number] | null,
): Strike[] {
	const strikes: Strike[] = [];
	let at = CALM_MS + random.between(0, PAUSES[store]);
	while (at < durationMs) {
		const end = at + random.between(2_000, 10_000);
		// What was well again would end the outage.
		if (outage === null || end < outage[0] || at > outage[1]) {
			strikes.push({ at, kind: "store", store, faults: drawFaults(random) });
			strikes.push({ at: end, kind: "store", store, faults: SOUND });
		}
		at = end + PAUSES[store] * random.between(0.5, 1.5);
	}
	if (outage === null) return strikes;
	return [
		...strikes,
		{ at: outage[0], kind: "store", store, faults: { ...SOUND, fail: 1 } },
		{ at: outage[1], kind: "store", store, faults: SOUND },
	];
}

function drawFaults(random: Random): StoreFaults {
	const kind = random.uniform();
	if (kind < 0.3) return { ...SOUND, fail: 1 };
	if (kind < 0.55) return { ...SOUND, fail: random.between(0.2, 0.8) };
	if (kind < 0.85) return { ...SOUND, lost: random.between(0.3, 1) };
	return { ...SOUND, slowMs: random.between(200, 3_000) };
}

function regular(
	random: Random,
	pauseMs: number,
	durationMs: number,
	strike: (at: number, random: Random) => Strike,
): Strike[] {
	const strikes: Strike[] = [];
	for (let at = CALM_MS + pauseMs * random.uniform(); at < durationMs; at += pauseMs * random.between(0.5, 1.5))
		strikes.push(strike(at, random));
	return strikes;
}
