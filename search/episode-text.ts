import { vitalSign } from "../vitals/catalogue.ts";
import type { Episode, EpisodeRule } from "../vitals/episode.ts";
import type { SearchDocument } from "./documents.ts";

/** What raised it, as a question would put it. */
const RULES: Readonly<Record<EpisodeRule, string>> = {
	forest: "Unlike the patient's own baseline",
	"safety-net": "Beyond an absolute limit",
	drift: "Slow departure from the baseline",
	"sensors-absent": "Sensors off, vital signs stopped coming",
	"ecg-signal": "ECG lead off or failed",
	"flat-line": "Every signal stands still",
	battery: "Battery low",
	silence: "Device stopped posting, no data",
	"patient-mismatch": "Device names another patient",
};

/** A departure smaller than this part of the whole is not worth a word. */
const LEAST_SHARE = 0.1;

const episodeKey = (id: string): string => `episode:${id}`;

/** An episode as it can be found: what raised it, its sentence, which vital signs went where. No device, nobody. */
export function episodeDocument(episode: Episode): SearchDocument {
	const { id, rule, risk, channel, sentence, contributions, news2, closedAt, openedAt } = episode;
	const directions = contributions
		.filter(({ share }) => share >= LEAST_SHARE)
		.map(({ vital, delta }) => `${vitalSign(vital).label.toLowerCase()} ${delta < 0 ? "low, fallen" : "high, risen"}`);
	const lines = [
		sentence,
		directions.join(", "),
		`${risk.toLowerCase()} risk, ${channel}`,
		news2?.score === undefined || news2.score === null ? "" : `NEWS2 ${news2.score} at onset`,
		closedAt === null ? "" : `closed after ${Math.max(1, Math.round((closedAt - openedAt) / 60_000))} min`,
	];
	return {
		key: episodeKey(id),
		kind: "episode",
		parent: id,
		ward: episode.wardId,
		patient: episode.patient,
		device: episode.deviceId,
		since: openedAt,
		until: closedAt,
		title: RULES[rule],
		body: lines
			.filter((line) => line !== "")
			.join(". ")
			.normalize("NFKC"),
	};
}
