import { previousRootKeys, ROOT_KEY_ID_PATTERN } from "./access/root-keys.ts";
import { LEAST_CALM_S, MOST_CALM_S } from "../durable-objects/device/commit-policy.ts";
import type { ObjectEnv } from "../durable-objects/env.ts";
import { assistantFaults } from "./assistant/settings.ts";
import { JURISDICTIONS } from "../durable-objects/residency.ts";

/** Everything the Worker is bound to. Secrets come from `.dev.vars` locally and `wrangler secret` in production. */
export interface Env extends ObjectEnv {
	readonly ASSETS: Fetcher;
	/** Root of all device keys. */
	readonly DEVICE_ROOT_KEY: string;
	/** Names `DEVICE_ROOT_KEY` inside the keys, so that it can be replaced. */
	readonly DEVICE_ROOT_KEY_ID: string;
	/** Encrypts patients' labels; the key before and its name as for `PATIENT_KEY`. */
	readonly LABEL_KEY: string;
	readonly LABEL_KEY_ID: string;
	readonly LABEL_KEY_PREVIOUS?: string;
	readonly LABEL_KEY_PREVIOUS_ID?: string;
	/** Root keys that were replaced, `id:secret`, apart by commas: keys made with them stay valid until they are taken out. */
	readonly DEVICE_ROOT_KEYS_PREVIOUS?: string;
	/** The platform's counters: a device's requests, a gateway's, and those of an address without a valid credential. */
	readonly DEVICE_LIMIT: RateLimit;
	readonly FLEET_LIMIT: RateLimit;
	readonly ADDRESS_LIMIT: RateLimit;
	/** Workers AI, the only door to models; on a developer's machine a stand-in (`local/local-ai.ts`). */
	readonly AI: Ai;
	/** `enabled` in `.dev.vars` turns on the local sign-in; nothing else does. */
	readonly LOCAL_SIGN_IN?: string;
	/** On a developer's machine: an OpenAI-compatible server that the stand-in asks, and its model for embeddings. */
	readonly LOCAL_AI_URL?: string;
	readonly LOCAL_AI_EMBEDDING_MODEL?: string;
	/** The model there that answers questions, and the key that the server asks for, if it does. */
	readonly LOCAL_AI_MODEL?: string;
	readonly LOCAL_AI_KEY?: string;
	/** The assistant's settings: see `assistant/settings.ts`. */
	readonly AI_MODEL?: string;
	readonly AI_TEMPERATURE?: number;
	readonly AI_MAX_TOKENS?: number;
	readonly AI_PATIENCE_MS?: number;
	readonly AI_TOTAL_MS?: number;
	readonly AI_DAILY_TOKENS?: number;
	readonly CHAT_MEMORY_HOURS?: number;
	readonly SHIFT_STARTS?: string;
	/** The platform's counter of a person's questions. */
	readonly CHAT_LIMIT: RateLimit;
	/** Days after which reports are deleted; 0 keeps them. */
	readonly REPORT_RETENTION_DAYS: number;
	/** Signs the addresses of exports. */
	readonly EXPORT_KEY: string;
	/** The Access team's domain, such as `hospital.cloudflareaccess.com`, and the application's audience tag. */
	readonly ACCESS_TEAM_DOMAIN?: string;
	readonly ACCESS_AUDIENCE?: string;
	/** Access subjects, separated by commas, who are admins without being added: the first ones. */
	readonly ADMIN_SUBJECTS?: string;
	/** Signs the sessions of demo people; not deployed. */
	readonly SESSION_KEY?: string;
	/** The platform's counter of what a person does about notifications. */
	readonly NOTIFY_LIMIT: RateLimit;
	/** Which version this is; absent on a developer's machine. */
	readonly VERSION?: WorkerVersionMetadata;
}

/** Secrets without which nothing is served. @public Read by `npm run deploy`. */
export const REQUIRED_SECRETS = [
	"DEVICE_ROOT_KEY",
	"PATIENT_KEY",
	"LABEL_KEY",
	"EXPORT_KEY",
	"NOTIFICATION_KEY",
] as const;
/** Secrets that may be replaced with an overlap. */
const ROTATED = ["PATIENT_KEY", "LABEL_KEY"] as const;
const KEY_ID = /^[a-z0-9]{1,16}$/;
/** 256 bits, base64url or hex. */
const MIN_SECRET_LENGTH = 43;
const SETTINGS = [
	"LAKE_SEAL_READINGS",
	"LAKE_SEAL_SECONDS",
	"LIVE_CADENCE_MS",
	"STREAM_GROUP",
	"DEVICE_REQUESTS_PER_S",
	"DEVICE_READINGS_PER_S",
] as const;
const LIMITS = ["DEVICE_LIMIT", "FLEET_LIMIT", "ADDRESS_LIMIT", "CHAT_LIMIT", "NOTIFY_LIMIT"] as const;
const SETTINGS_FROM_0 = [
	"LAKE_COMPACT_SECONDS",
	"LAKE_GRACE_SECONDS",
	"LAKE_RETENTION_DAYS",
	"REPORT_RETENTION_DAYS",
] as const;

/** What is missing or wrong in the configuration, as sentences that name the setting; empty when all is well. */
export function configurationFaults(env: Env): string[] {
	const faults: string[] = REQUIRED_SECRETS.filter((name) => (env[name] ?? "").length < MIN_SECRET_LENGTH).map(
		(name) => `the secret ${name} is missing or shorter than ${MIN_SECRET_LENGTH} characters`,
	);
	const secrets = new Map<string, string>();
	for (const name of REQUIRED_SECRETS) {
		const secret = env[name] ?? "";
		const other = secrets.get(secret);
		// One that is stolen must not open what another guards.
		if (secret !== "" && other !== undefined) faults.push(`the secrets ${other} and ${name} must not be the same`);
		secrets.set(secret, name);
	}
	for (const name of ["DEVICE_ROOT_KEY_ID", "PATIENT_KEY_ID", "LABEL_KEY_ID"] as const) {
		if (!KEY_ID.test(env[name] ?? "")) faults.push(`the setting ${name} must be 1 to 16 lower-case letters or digits`);
	}
	for (const name of ROTATED) {
		const [key, id] = [env[`${name}_PREVIOUS`] ?? "", env[`${name}_PREVIOUS_ID`] ?? ""];
		if (key === "" && id === "") continue;
		if (key.length < MIN_SECRET_LENGTH)
			faults.push(`the secret ${name}_PREVIOUS is missing or shorter than ${MIN_SECRET_LENGTH} characters`);
		if (!KEY_ID.test(id) || id === env[`${name}_ID`])
			faults.push(`the setting ${name}_PREVIOUS_ID must be 1 to 16 lower-case letters or digits, and not ${name}_ID`);
	}
	for (const name of SETTINGS) {
		if (!Number.isFinite(env[name]) || env[name] <= 0) faults.push(`the setting ${name} must be a number above 0`);
	}
	for (const name of SETTINGS_FROM_0) {
		if (!Number.isFinite(env[name]) || env[name] < 0) faults.push(`the setting ${name} must be a number from 0`);
	}
	const calmS = env.STREAM_COMMIT_SECONDS;
	if (!Number.isInteger(calmS) || calmS < LEAST_CALM_S || calmS > MOST_CALM_S)
		faults.push(`the setting STREAM_COMMIT_SECONDS must be a whole number from ${LEAST_CALM_S} to ${MOST_CALM_S}`);
	if (!["public", "any"].includes(env.NOTIFICATION_RECEIVERS))
		faults.push("the setting NOTIFICATION_RECEIVERS must be public or any");
	if (!JURISDICTIONS.includes(env.JURISDICTION as (typeof JURISDICTIONS)[number]))
		faults.push(`the setting JURISDICTION must be one of ${JURISDICTIONS.join(", ")}`);
	for (const name of LIMITS) {
		if (typeof env[name]?.limit !== "function") faults.push(`the rate limit ${name} is not bound`);
	}
	faults.push(...assistantFaults(env), ...pushFaults(env));
	const ids = new Set([env.DEVICE_ROOT_KEY_ID]);
	for (const { id, secret } of previousRootKeys(env)) {
		// The text may be a secret: it is not repeated.
		if (!ROOT_KEY_ID_PATTERN.test(id) || secret.length < MIN_SECRET_LENGTH || ids.has(id))
			faults.push("the secret DEVICE_ROOT_KEYS_PREVIOUS must be id:secret pairs, each id once and not the present one");
		ids.add(id);
	}
	return faults;
}

/** Web push is set up whole, or not at all. */
function pushFaults(env: Env): string[] {
	const { VAPID_SUBJECT: subject = "", VAPID_PUBLIC_KEY: publicKey = "", VAPID_PRIVATE_KEY: privateKey = "" } = env;
	if (publicKey === "" && privateKey === "") return [];
	const faults: string[] = [];
	if (!/^B[\w-]{86}$/.test(publicKey)) faults.push("the setting VAPID_PUBLIC_KEY must be a point of P-256, base64url");
	if (!/^[\w-]{43}$/.test(privateKey)) faults.push("the secret VAPID_PRIVATE_KEY must be a key of P-256, base64url");
	if (!/^(mailto:|https:\/\/)\S+$/.test(subject))
		faults.push("the setting VAPID_SUBJECT must begin with mailto: or https://");
	return faults;
}

/** The subjects of `ADMIN_SUBJECTS`. */
export function adminSubjects(env: Env): string[] {
	return (env.ADMIN_SUBJECTS ?? "")
		.split(",")
		.map((subject) => subject.trim())
		.filter((subject) => subject !== "");
}
