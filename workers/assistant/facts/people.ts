/** People who did something: their names are the composer's, as those of staff are for no model; texts have roles. */
import { connectRegistry } from "../../../registry/connect.ts";
import { membersNamed } from "../../../registry/members.ts";
import type { Asking } from "./asking.ts";

export interface Doer {
	/** Null for somebody who is no member any more. */
	readonly name: string | null;
	/** "a clinician", "somebody". */
	readonly role: string;
}

export type Doers = (id: string | null) => Doer;

/** Looks them up, each once. @param ids - absent ones are somebody */
export async function doersOf(ids: readonly (string | null)[], { env }: Asking): Promise<Doers> {
	const wanted = [...new Set(ids.filter((id) => id !== null))];
	const known = wanted.length === 0 ? new Map<string, never>() : await membersNamed(connectRegistry(env.DB), wanted);
	return (id) => {
		const member = id === null ? undefined : known.get(id);
		return member === undefined
			? { name: null, role: "somebody" }
			: { name: member.name, role: roleWords(member.role) };
	};
}

/** "a clinician". */
export const roleWords = (role: string): string => `${/^[aeiou]/.test(role) ? "an" : "a"} ${role}`;
