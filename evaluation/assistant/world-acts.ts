/**
 * What people do in the ward world besides acknowledging: limits, observations by hand, remarks, a summons, a judgement, a hand-over.
 * All at times at which the devices post anyway, so that nothing of the first set's world is otherwise than it was.
 */
import type { Anomaly, Page } from "../../vitals/api.ts";
import type { ContextAnswer } from "../../vitals/clinical.ts";
import type { Ask } from "./runtime.ts";
import { at, END } from "./world.ts";

/** A request in the nurse's name, by the world's clock. */
interface Act {
	readonly at: string;
	readonly what: string;
	readonly run: (nurse: Ask) => Promise<unknown>;
}

const observe =
	(device: string, observed: Readonly<Record<string, unknown>>, time: string) =>
	(nurse: Ask): Promise<unknown> =>
		nurse("PUT", `/api/v1/devices/${device}/observations`, { ...observed, time: at(time) });

/** On the newest of the patient's episodes of the device. */
const onEpisode =
	(device: string, deed: string, body: Readonly<Record<string, unknown>>) =>
	async (nurse: Ask): Promise<unknown> => {
		const found = await nurse("GET", `/api/v1/anomalies?device=${device}&channel=physiological`);
		const [episode] = ((await found.json()) as Page<Anomaly>).data;
		if (episode === undefined) throw new Error(`${device} has no episode`);
		return nurse("POST", `/api/v1/episodes/${episode.episode_id}/${deed}`, { version: episode.version, ...body });
	};

export const ACTS: readonly Act[] = [
	{
		at: "28 21:00",
		what: "a temperature and a pressure by hand on BEDSIDE-1",
		run: observe("BEDSIDE-1", { temperature: 37.4, systolic_pressure: 127, diastolic_pressure: 79 }, "28 21:00"),
	},
	{
		at: "28 23:00",
		what: "the bradycardia of BEDSIDE-2 was right",
		run: onEpisode("BEDSIDE-2", "judge", { verdict: "confirmed" }),
	},
	{
		at: "28 23:30",
		what: "a remark on the bradycardia of BEDSIDE-2",
		run: onEpisode("BEDSIDE-2", "comment", { comment: "Cardiology informed, they come at eight" }),
	},
	{
		at: "29 07:00",
		what: "ward A is handed over",
		run: (nurse) =>
			nurse("POST", "/api/v1/wards/ward-a/handovers", {
				to: "nurse-a",
				since: at("28 19:00"),
				note: "Watch the bed at the window, he does not ring",
			}),
	},
	{
		at: "29 08:00",
		what: "a limit of TELE-9's own",
		run: async (nurse) => {
			const said = (await (await nurse("GET", "/api/v1/devices/TELE-9/context")).json()) as ContextAnswer;
			return nurse("PUT", "/api/v1/devices/TELE-9/limits/heart_rate", {
				version: said.limits_version,
				high: 120,
				reason: "Short runs after surgery",
				until: END + 20 * 3600_000,
			});
		},
	},
	{
		at: "29 09:00",
		what: "a temperature and a pressure by hand on WEARABLE-020",
		run: observe("WEARABLE-020", { temperature: 38.2, systolic_pressure: 104, diastolic_pressure: 66 }, "29 09:00"),
	},
	{
		at: "29 11:30",
		what: "the administrators are called to WEARABLE-022",
		run: onEpisode("WEARABLE-022", "summon", { to: { role: "admin" }, comment: "Two of us are busy with bed 4" }),
	},
];
