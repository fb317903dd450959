/** Notes of hand-overs: encrypted as labels are, each bound to its record. */
import { connectRegistry } from "../../registry/connect.ts";
import { saveHandoverNote, type HandoverRow } from "../../registry/handovers.ts";
import type { Env } from "../env.ts";
import { openLabel, sealLabel } from "./label.ts";

/** What a note's encryption is bound to, in place of a surrogate. */
const bound = (id: string): string => `handover ${id}`;

export const sealNote = (env: Env, id: string, note: string): Promise<string> => sealLabel(env, bound(id), note);

/** Null where there is none, and where its key is gone. Read while its key is being replaced, it moves to the new one, as labels do. */
export async function openNote(env: Env, row: HandoverRow): Promise<string | null> {
	if (row.note === null) return null;
	const { label: note, outdated } = await openLabel(env, bound(row.id), row.note);
	if (outdated && note !== null)
		await saveHandoverNote(connectRegistry(env.DB), row, await sealNote(env, row.id, note));
	return note;
}
