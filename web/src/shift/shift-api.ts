/** The hand-over and the alarm load of a ward, as their pages ask for them. */
import type { AlarmLoadAnswer } from "../../../vitals/alarm-load.ts";
import type { HandoverAnswer, HandoverRecord } from "../../../vitals/handover.ts";
import { getJson, requestError } from "../api.ts";

const DAY_MS = 86_400_000;
const wardPath = (ward: string) => `/api/v1/wards/${encodeURIComponent(ward)}`;

/** The last `days` days, today included; days are UTC's. */
function loadQuery(days: number, operators: number): URLSearchParams {
	const date = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
	return new URLSearchParams({ from: date(days - 1), to: date(0), operators: String(operators) });
}

/** @throws ApiError as `getJson` */
export function fetchLoad(ward: string, days: number, operators: number): Promise<AlarmLoadAnswer> {
	return getJson(`${wardPath(ward)}/alarm-load?${loadQuery(days, operators)}`);
}

/** Where the same is as a file. */
export function loadFile(ward: string, days: number): string {
	return `${wardPath(ward)}/alarm-load.csv?${loadQuery(days, 1)}`;
}

/** @param hours - how far back; from the last hand-over on where null. @throws ApiError as `getJson` */
export function fetchHandover(ward: string, hours: number | null): Promise<HandoverAnswer> {
	const query = hours === null ? "" : `?since=${Date.now() - hours * 3600_000}`;
	return getJson(`${wardPath(ward)}/handover${query}`);
}

/** Hands the ward over. @throws ApiError with the problem's detail */
export async function giveHandover(
	ward: string,
	given: { to: string; note: string; since: string },
): Promise<HandoverRecord> {
	const { to, note, since } = given;
	const response = await fetch(`${wardPath(ward)}/handovers`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ to, since, ...(note.trim() === "" ? {} : { note: note.replaceAll(/\s+/g, " ") }) }),
	}).catch(() => null);
	if (response?.ok === true) return (await response.json()) as HandoverRecord;
	throw await requestError(response);
}
