/** A patient's history, as the page asks for it. */
import type { Anomaly, EpisodeRecord, Page, TrendPage } from "../../../vitals/api.ts";
import type { PatientAnswer } from "../../../vitals/patients.ts";
import { getJson } from "../api.ts";
import { stepOf, type Stretch } from "./span.ts";

const pathOf = (surrogate: string) => `/api/v1/patients/${encodeURIComponent(surrogate)}`;

/** @throws ApiError as `getJson` */
export function fetchPatient(surrogate: string): Promise<PatientAnswer> {
	return getJson(pathOf(surrogate));
}

/** The vital signs of a stretch, summed up. @throws ApiError as `getJson` */
export function fetchTrend(surrogate: string, stretch: Stretch): Promise<TrendPage> {
	const query = new URLSearchParams({
		from: String(Math.floor(stretch.from * 1000)),
		to: String(Math.ceil(stretch.to * 1000)),
		resolution: String(stepOf(stretch)),
	});
	return getJson(`${pathOf(surrogate)}/readings?${query}`);
}

/** The newest episodes, newest first. @throws ApiError as `getJson` */
export async function fetchEpisodes(surrogate: string): Promise<readonly Anomaly[]> {
	return (await getJson<Page<Anomaly>>(`${pathOf(surrogate)}/episodes?limit=100`)).data;
}

/** An episode and everything that happened to it. @throws ApiError as `getJson` */
export function fetchEpisode(id: string): Promise<EpisodeRecord> {
	return getJson(`/api/v1/episodes/${encodeURIComponent(id)}`);
}
