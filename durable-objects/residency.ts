/**
 * Where objects may live. Cloudflare keeps an object of a jurisdiction, and what it stores, within it. The same name
 * in another jurisdiction is another object: the setting is chosen at the first deployment and stays.
 */
import type { ObjectEnv } from "./env.ts";

/** `none`: wherever it is fastest. */
export const JURISDICTIONS = ["none", "eu", "fedramp"] as const;

/** Where the platform takes a wish to have an object made: the list of its documentation. */
const LOCATION_HINTS = [
	"wnam",
	"enam",
	"sam",
	"weur",
	"eeur",
	"apac",
	"apac-ne",
	"apac-se",
	"oc",
	"afr",
	"me",
] as const;
export type LocationHint = (typeof LOCATION_HINTS)[number];

/**
 * Hints that agree with a jurisdiction. A jurisdiction is a guarantee and a hint is best effort: the platform would keep
 * an object within its jurisdiction whatever the hint says, so that one from outside can only be a mistake.
 */
export function hintsWithin(jurisdiction: string): readonly LocationHint[] {
	switch (jurisdiction) {
		case "eu":
			return ["weur", "eeur"];
		case "fedramp":
			return ["wnam", "enam"];
		default:
			return LOCATION_HINTS;
	}
}

/** What a namespace is told where an object may not exist yet; of one that does, the platform takes no notice. */
export function placedIn(
	jurisdiction: string,
	location: string | null,
): { readonly locationHint: LocationHint } | undefined {
	const locationHint = hintsWithin(jurisdiction).find((hint) => hint === location);
	return locationHint === undefined ? undefined : { locationHint };
}

const bound = new WeakMap<object, ObjectEnv>();

/** The same bindings, with every namespace of objects confined to `JURISDICTION`. */
export function resident<E extends ObjectEnv>(env: E): E {
	const { JURISDICTION: jurisdiction } = env;
	if (jurisdiction !== "eu" && jurisdiction !== "fedramp") return env;
	let confined = bound.get(env);
	if (confined === undefined) {
		confined = Object.assign(Object.create(env) as E, {
			DEVICE_MONITOR: env.DEVICE_MONITOR.jurisdiction(jurisdiction),
			WARD_STATION: env.WARD_STATION.jurisdiction(jurisdiction),
			PATIENT_ERASURE: env.PATIENT_ERASURE.jurisdiction(jurisdiction),
			FLEET_LEDGER: env.FLEET_LEDGER.jurisdiction(jurisdiction),
			AUDIT_LOG: env.AUDIT_LOG.jurisdiction(jurisdiction),
		});
		bound.set(env, confined);
	}
	return confined as E;
}
