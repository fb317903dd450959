import type { Source } from "../../../vitals/assistant.ts";
import type { Hit } from "./search.ts";

/**
 * A hit as what an answer may cite. A passage supports no figure of a patient; the figures of a past episode are its
 * record's, which whoever needs them asks the registry for by `target.id`.
 *
 * @param id - unique in the answer: `S1`
 */
export function asSource(hit: Hit, id: string): Source {
	return {
		id,
		kind: hit.kind,
		title: hit.kind === "episode" ? `Past episode: ${hit.title}` : hit.title,
		patient: hit.patient,
		deviceId: hit.device,
		wardId: hit.ward,
		from: hit.since,
		to: hit.until ?? hit.since,
		text: hit.body,
		facts: [],
		target: { kind: hit.kind, id: hit.key.slice(hit.kind.length + 1) },
	};
}
