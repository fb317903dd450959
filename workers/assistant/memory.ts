/**
 * What a conversation was about so far. One person's alone, encrypted, bounded, and forgotten after a while. Questions are
 * kept without names. Nothing in it opens a ward: what a turn may look at is decided anew with each.
 */
import { connectRegistry } from "../../registry/connect.ts";
import { findConversation, saveConversation, type ConversationRow } from "../../registry/conversations.ts";
import type { AnswerMode, ConversationTurn } from "../../vitals/assistant.ts";
import { inScope, type WardScope } from "../../vitals/members.ts";
import { openLabel, sealLabel } from "../access/label.ts";
import type { Env } from "../env.ts";
import type { Remembered } from "./question/question.ts";

/** Turns that are kept; the oldest go. */
const MAX_TURNS = 12;
/** Characters of an answer that are kept. */
const MAX_REPLY = 4_000;
const HOUR_MS = 3600_000;
const TITLE_LENGTH = 80;

/** As it is stored: plain JSON, encrypted. */
interface Stored {
	readonly version: 1;
	readonly about: Remembered;
	readonly turns: readonly ConversationTurn[];
}

export interface Conversation {
	readonly row: ConversationRow;
	readonly about: Remembered;
	readonly turns: readonly ConversationTurn[];
	readonly title: string;
}

const sealedFor = (id: string) => `conversation:${id}`;

/** The person's conversation, as long as they may still see every ward that it is about; else null, as for one that is not. */
export async function recall(
	env: Env,
	memberId: string,
	id: string,
	reach: WardScope,
	now: number,
): Promise<Conversation | null> {
	const row = await findConversation(connectRegistry(env.DB), memberId, id, now);
	return row === null ? null : opened(env, row, reach);
}

/** @returns null where it cannot be read, or not by somebody who reaches only `reach` */
export async function opened(env: Env, row: ConversationRow, reach: WardScope): Promise<Conversation | null> {
	if (!row.wards.every((ward) => inScope(reach, ward))) return null;
	const { label: text } = await openLabel(env, sealedFor(row.id), row.turns);
	if (text === null) return null;
	const { version, about, turns } = JSON.parse(text) as Stored;
	// A later program's: this one would misread it, and it is forgotten within a day.
	if (version !== 1) return null;
	return { row, about, turns, title: (turns[0]?.question ?? "").slice(0, TITLE_LENGTH) };
}

export interface NewTurn {
	readonly id: string;
	readonly memberId: string;
	readonly question: string;
	readonly reply: string;
	readonly mode: AnswerMode;
	readonly about: Remembered;
	/** Everybody, and every ward, that the turn told of. */
	readonly patients: readonly string[];
	readonly wards: readonly string[];
	readonly now: number;
	readonly memoryHours: number;
}

/** Adds a turn to the conversation, or begins it. */
export async function remember(env: Env, before: Conversation | null, turn: NewTurn): Promise<void> {
	const { id, memberId, now } = turn;
	const said: ConversationTurn = {
		at: new Date(now).toISOString(),
		question: turn.question,
		reply: turn.reply.slice(0, MAX_REPLY),
		mode: turn.mode,
	};
	const stored: Stored = {
		version: 1,
		about: turn.about,
		turns: [...(before?.turns ?? []), said].slice(-MAX_TURNS),
	};
	const row: ConversationRow = {
		id,
		memberId,
		startedAt: before?.row.startedAt ?? now,
		updatedAt: now,
		expiresAt: now + turn.memoryHours * HOUR_MS,
		patients: [...new Set([...(before?.row.patients ?? []), ...turn.patients])],
		wards: [...new Set([...(before?.row.wards ?? []), ...turn.wards])],
		turns: await sealLabel(env, sealedFor(id), JSON.stringify(stored)),
	};
	await saveConversation(connectRegistry(env.DB), row, now);
}
