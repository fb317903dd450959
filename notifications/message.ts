/** What a message says, and what it does not: no name, no surrogate, no comment, and which bed only where the ward lets it leave. */
import { summonedEntry } from "../vitals/escalation.ts";
import type { NotificationMessage, NotifiedWard } from "../vitals/notifications.ts";
import type { Notice } from "./notice.ts";

/** What the ward adds to a notice. */
export interface WardView {
	readonly ward: NotifiedWard;
	/** The ward lets beds, devices and sentences leave. */
	readonly identity: boolean;
	/** Of the device, as far as the ward has it. */
	readonly bed: { readonly label: string; readonly simulated: boolean } | null;
	readonly alias: string;
}

const iso = (time: number) => new Date(time).toISOString();

export function episodeMessage(notice: Notice, { ward, identity, bed, alias }: WardView): NotificationMessage {
	const { event, episodeId, version, at, heardAt, channel, rule, risk, status, acknowledged, to } = notice;
	return {
		type: `episode.${event}`,
		timestamp: iso(heardAt),
		data: {
			ward,
			episode_id: episodeId,
			version,
			at: iso(at),
			channel,
			rule,
			risk,
			status,
			acknowledged,
			summoned: to === null ? null : summonedEntry(to),
			device_alias: alias,
			simulated: bed?.simulated ?? false,
			...(identity
				? { identity: { device_id: notice.deviceId, bed: bed?.label ?? null, sentence: notice.sentence } }
				: {}),
		},
	};
}

/** What was held back in quiet hours, as numbers. */
export interface HeldBack {
	readonly held: number;
	/** Of them of high risk. */
	readonly high: number;
	/** When the first was held, wall time. */
	readonly since: number;
}

export function digestMessage({ held, high, since }: HeldBack, ward: NotifiedWard, now: number): NotificationMessage {
	return { type: "digest", timestamp: iso(now), data: { ward, held, high, since: iso(since) } };
}

export function testMessage(ward: NotifiedWard, now: number): NotificationMessage {
	return { type: "test", timestamp: iso(now), data: { ward } };
}

/** Without the letters that look like digits. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a device is called outside. @param salt - the ward's own: without it nobody gets from one to the other */
export async function aliasOf(salt: string, deviceId: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`alias\n${salt}\n${deviceId}`));
	return [...new Uint8Array(hash).subarray(0, 5)].map((byte) => ALPHABET[byte % 32]).join("");
}
