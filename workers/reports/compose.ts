/** Data to a PDF: the sections in their order, head and foot of every page, and the file. */
import type { ReportPaper, ReportSection } from "../../vitals/reports.ts";
import type { ReportData } from "./data.ts";
import { Faces, type FontReader } from "./pdf/faces.ts";
import { pdfFile } from "./pdf/file.ts";
import { type Block, Flow, marginal, MARGIN, RULE, textsOf } from "./pdf/flow.ts";
import { Typesetter } from "./pdf/typesetter.ts";
import { closing, DISCLAIMER } from "./sections/closing.ts";
import { episodes } from "./sections/episodes.ts";
import { front, type Imprint } from "./sections/front.ts";
import { news2Course } from "./sections/news2.ts";
import { statistics, trends } from "./sections/vitals.ts";
import { authorsNote, handovers, notes, observations, ownLimits, sources, summary } from "./sections/words.ts";
import { Clock } from "./times.ts";

export interface ReportFile {
	readonly bytes: Uint8Array;
	readonly pages: number;
}

/** What stands in head and foot, beside what the sections say. */
const MARGINAL_TEXTS = ["0123456789 Page of", DISCLAIMER];

export async function composeReport(
	data: ReportData,
	imprint: Imprint,
	form: { readonly paper: ReportPaper; readonly sections: readonly ReportSection[] },
	fonts: FontReader,
	breathe: () => Promise<void>,
): Promise<ReportFile> {
	const clock = new Clock(data.timeZone);
	const wanted = (section: ReportSection, blocks: () => Block[]) => (form.sections.includes(section) ? blocks() : []);
	const blocks = [
		...front(data, imprint, clock),
		...wanted("summary", () => summary(data)),
		...wanted("statistics", () => statistics(data, clock)),
		...wanted("trends", () => trends(data, clock)),
		...wanted("episodes", () => episodes(data, clock)),
		...wanted("news2", () => news2Course(data, clock)),
		...wanted("observations", () => [...ownLimits(data, clock), ...observations(data, clock)]),
		...wanted("notes", () => [...handovers(data, clock), ...notes(data, clock)]),
		...authorsNote(data),
		...wanted("summary", () => sources(data)),
		...closing(data, imprint, clock),
	];
	const faces = new Faces(fonts);
	const head = `${data.patient ?? data.devices[0]?.id ?? ""} · ${clock.full(data.period.from)} to ${clock.full(data.period.to)}`;
	// Code points in boxes are hexadecimal.
	const drawn = [
		"0123456789ABCDEF:–−.,/% µ°",
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
		head,
		imprint.id,
	];
	await faces.prepare(
		[...blocks.flatMap((block) => textsOf(block, false)), ...drawn, ...MARGINAL_TEXTS],
		"regular",
		breathe,
	);
	await faces.prepare([...blocks.flatMap((block) => textsOf(block, true)), ...drawn], "bold", breathe);

	const typesetter = new Typesetter(faces);
	const flow = new Flow(form.paper, typesetter, breathe);
	await flow.place(blocks);
	for (const page of flow.pages) {
		const number = marginal(typesetter, `Page ${page.index + 1} of ${flow.pages.length}`);
		const right = page.width - MARGIN.right;
		page.artifact(() => {
			if (page.index > 0) page.text(marginal(typesetter, `Clinical report · ${head}`), MARGIN.left, 40);
			else page.text(marginal(typesetter, "BioStream Sentinel"), MARGIN.left, 40);
			const id = marginal(typesetter, imprint.id);
			page.text(id, right - id.width, 40);
			const y = page.height - 44;
			for (const at of [46, y])
				page.polyline(
					[
						{ x: MARGIN.left, y: at },
						{ x: right, y: at },
					],
					{ color: RULE, width: 0.5 },
				);
			page.text(marginal(typesetter, DISCLAIMER), MARGIN.left, y + 12);
			page.text(number, right - number.width, y + 12);
		});
	}
	const bytes = await pdfFile(
		{
			title: `Clinical report ${imprint.id}`,
			subject: `Vital signs, ${clock.full(data.period.from)} to ${clock.full(data.period.to)}, ${clock.named(data.period.to)}`,
			language: "en-GB",
			author: "BioStream Sentinel",
			createdAt: new Date(imprint.generatedAt),
		},
		flow.pages,
		flow.root,
		typesetter.fonts,
		breathe,
	);
	return { bytes, pages: flow.pages.length };
}
