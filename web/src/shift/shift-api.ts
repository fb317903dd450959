/** The hand-over and the alarm load of a ward, as their pages ask for them. */
import { api, given } from "../contract/client.ts";

const DAY_MS = 86_400_000;

/** The last `days` days, today included; days are UTC's. */
function lastDays(days: number): { from: string; to: string } {
	const date = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
	return { from: date(days - 1), to: date(0) };
}

/** @throws ApiError as `given` */
export function fetchLoad(id: string, days: number, operators: number) {
	const params = { path: { id }, query: { ...lastDays(days), operators } };
	return given(api.GET("/api/v1/wards/{id}/alarm-load", { params }));
}

/** Where the same is as a file. */
export function loadFile(ward: string, days: number): string {
	return `/api/v1/wards/${encodeURIComponent(ward)}/alarm-load.csv?${new URLSearchParams(lastDays(days))}`;
}

/** @param hours - how far back; from the last hand-over on where null. @throws ApiError as `given` */
export function fetchHandover(id: string, hours: number | null) {
	const query = hours === null ? {} : { since: String(Date.now() - hours * 3600_000) };
	return given(api.GET("/api/v1/wards/{id}/handover", { params: { path: { id }, query } }));
}

/** Hands the ward over. @throws ApiError with the problem's detail */
export function giveHandover(id: string, { to, note, since }: { to: string; note: string; since: string }) {
	const body = { to, since, ...(note.trim() === "" ? {} : { note: note.replaceAll(/\s+/g, " ") }) };
	return given(api.POST("/api/v1/wards/{id}/handovers", { params: { path: { id } }, body }));
}
