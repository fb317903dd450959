/**
 * Where objects may live. Cloudflare keeps an object of a jurisdiction, and what it stores, within it. The same name
 * in another jurisdiction is another object: the setting is chosen at the first deployment and stays.
 */
import type { ObjectEnv } from "./env.ts";

/** `none`: wherever it is fastest. */
export const JURISDICTIONS = ["none", "eu", "fedramp"] as const;

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
