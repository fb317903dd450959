/** The documents that come with the product. */
import alarms from "./documents/alarms.md";
import dataQuality from "./documents/data-quality.md";
import devices from "./documents/devices.md";
import episodes from "./documents/episodes.md";
import handover from "./documents/handover.md";
import news2 from "./documents/news2.md";
import screens from "./documents/screens.md";
import spo2Scale2 from "./documents/spo2-scale-2.md";
import { readDocument, type KnowledgeDocument, type Passage } from "./passages.ts";

export const LIBRARY: readonly KnowledgeDocument[] = [
	news2,
	spo2Scale2,
	alarms,
	episodes,
	devices,
	screens,
	handover,
	dataQuality,
].map(readDocument);

/** Every passage of ours. */
export const LIBRARY_PASSAGES: readonly Passage[] = LIBRARY.flatMap((document) => document.passages);
