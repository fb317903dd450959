/** A patient's history, as the page asks for it. */
import type { TrendPage } from "../../../vitals/api.ts";
import { api, given } from "../contract/client.ts";
import { stepOf, type Stretch } from "./span.ts";

const of = (surrogate: string) => ({ path: { surrogate } });

/** @throws ApiError as `given` */
export const fetchPatient = (surrogate: string) =>
	given(api.GET("/api/v1/patients/{surrogate}", { params: of(surrogate) }));

/** The vital signs of a stretch, summed up. @throws ApiError as `given` */
export async function fetchTrend(surrogate: string, stretch: Stretch): Promise<TrendPage> {
	const query = {
		from: String(Math.floor(stretch.from * 1000)),
		to: String(Math.ceil(stretch.to * 1000)),
		resolution: stepOf(stretch),
	};
	const params = { ...of(surrogate), query };
	const page = await given(api.GET("/api/v1/patients/{surrogate}/readings", { params }));
	if ("resolution" in page) return page;
	throw new Error("Readings came where their sums were asked for");
}

/** The newest episodes, newest first. @throws ApiError as `given` */
export async function fetchEpisodes(surrogate: string) {
	const params = { ...of(surrogate), query: { limit: 100 } };
	return (await given(api.GET("/api/v1/patients/{surrogate}/episodes", { params }))).data;
}

/** An episode and everything that happened to it. @throws ApiError as `given` */
export const fetchEpisode = (id: string) => given(api.GET("/api/v1/episodes/{id}", { params: { path: { id } } }));
