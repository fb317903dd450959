import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { describe, expect, it } from "vitest";
import { REPORT_SECTIONS, type ReportPaper } from "../../vitals/reports.ts";
import { composeReport } from "../../workers/reports/compose.ts";
import type { ReportData } from "../../workers/reports/data.ts";
import firstVersion from "../fixtures/reports/report-data-v1.json";
import { adult, child, chronicLung, packagedFonts, reportOf } from "./report-data.ts";

const IMPRINT = { id: "R-0A1B2C3D4E5F6071", hash: "ab".repeat(32), generatedAt: Date.parse("2026-11-27T06:10:00Z") };
/** Margins, and the strips above and below in which only head and foot stand. */
const LEFT = 54;
const HEAD = 50;
const FOOT = 50;

async function made(data: ReportData, paper: ReportPaper = "a4") {
	const form = { paper, sections: REPORT_SECTIONS };
	const { bytes, pages } = await composeReport(data, IMPRINT, form, packagedFonts, async () => {});
	const document = await getDocumentProxy(bytes.slice());
	const { text } = await extractText(document, { mergePages: false });
	return { bytes, pages, document, texts: text, text: text.join("\n").replaceAll(/\s+/g, " ") };
}

/** Every piece of text with where it stands, from the page's lower left corner. */
async function pieces({ document }: Awaited<ReturnType<typeof made>>) {
	const found = [];
	for (let number = 1; number <= document.numPages; number++) {
		const page = await document.getPage(number);
		const [, , width, height] = page.view as [number, number, number, number];
		for (const item of (await page.getTextContent()).items) {
			if (!("str" in item) || item.str.trim() === "") continue;
			const [, , , , x, y] = item.transform as [number, number, number, number, number, number];
			found.push({ number, text: item.str, x, y, right: x + item.width, width, height });
		}
	}
	return found;
}

const PARAGRAPH =
	"The patient was seen on the morning round and felt well; breathing was unlaboured, the skin warm and dry, and no pain was reported at rest or on movement.";

describe("the document", () => {
	it("holds a patient's day: figures, episodes and their reasons, the score, what is doubted, and page numbers", async () => {
		const { text, texts, pages } = await made(adult());
		expect(texts).toHaveLength(pages);
		for (const [i, page] of texts.entries()) expect(page).toContain(`Page ${i + 1} of ${pages}`);
		for (const words of [
			"P-0123456789AB",
			"Bed 4, Ward A",
			"Europe/Berlin (UTC+01:00)",
			"High risk · unlike this patient's baseline",
			"(−11 from this patient's usual, 97; 62 % of the rise)",
			"by Nurse Amara: “Repositioned, oxygen started, Dr Lindqvist called”",
			"Not acknowledged when this was made.",
			"140/min at 04:10 [S3]. [unsupported] No source has a heart rate of 140/min.",
			"highest complete score 7",
			IMPRINT.hash,
		])
			expect(text).toContain(words);
	});

	it("shows an incomplete score as incomplete, a child's as not applicable, and scale 2 by name", async () => {
		const lung = (await made(chronicLung())).text;
		expect(lung).toContain("Scale 2 (target 88–92 %)");
		expect(lung).toContain("incomplete: at least");
		expect(lung).not.toMatch(/highest complete score \d/);
		const small = (await made(child(), "letter")).text;
		expect(small).toContain("NEWS2 does not apply under 16 years");
		expect(small).toContain("2–3 years");
	});

	it("says of an empty period that it is empty, on one page", async () => {
		const { text, pages } = await made(reportOf({ silent: [[0, 99]] }));
		expect(text).toContain("No reading in this period.");
		expect(pages).toBe(1);
	});

	it.each(["a4", "letter"] as const)("keeps twenty pages of words within the margins of %s", async (paper) => {
		const note = Array.from({ length: 480 }, (_, i) => `${i + 1}. ${PARAGRAPH}`).join("\n");
		const result = await made(adult({ note }), paper);
		expect(result.pages).toBeGreaterThanOrEqual(20);
		for (const { text, number, x, y, right, width, height } of await pieces(result)) {
			const where = `page ${number}: ${text}`;
			expect(x, where).toBeGreaterThanOrEqual(LEFT - 1);
			expect(right, where).toBeLessThanOrEqual(width - LEFT + 1);
			if (y > height - HEAD || y < FOOT) expect(text, where).toMatch(/Clinical report|BioStream|R-0A1B|Page|Decision/);
		}
		const seen = result.text;
		for (const number of [1, 200, 480]) expect(seen).toContain(`${number}. The patient was seen`);
	});

	it("repeats the heading of a table that goes on", async () => {
		const result = await made(adult());
		const heads = result.texts.filter((page) => /Until\s+RR/.test(page));
		const rows = result.texts.filter((page) => /\d \(0\)/.test(page));
		expect(heads.length).toBe(rows.length);
	});

	it("leaves no line of a paragraph alone at a page's end or begin", async () => {
		const [episode] = adult().episodes;
		const words = (n: number) => Array.from({ length: 60 + ((n * 37) % 90) }, (_, i) => `word${n}x${i}`).join(" ");
		const episodes = Array.from({ length: 40 }, (_, n) => ({
			...(episode as ReportData["episodes"][number]),
			id: `E-${n}`,
			sentence: words(n),
		}));
		const result = await made({ ...adult(), episodes });
		const lines = new Map<string, Set<number>>();
		for (const { text, number, y } of await pieces(result))
			for (const [, n] of text.matchAll(/word(\d+)x\d+/g)) {
				const key = `${n} on page ${number}`;
				lines.set(key, (lines.get(key) ?? new Set()).add(Math.round(y)));
			}
		const pagesOf = Map.groupBy(lines.keys(), (key) => key.split(" ")[0]);
		const parted = [...pagesOf.values()].filter((keys) => keys.length > 1).flat();
		// Some are parted, or nothing is shown by this.
		expect(parted.length).toBeGreaterThanOrEqual(4);
		expect(parted.filter((key) => (lines.get(key)?.size ?? 0) < 2)).toEqual([]);
	});

	it("tells what people did about an episode: whom they called, how long it was quiet, what they found", async () => {
		const [first] = adult().episodes;
		const at = (first as ReportData["episodes"][number]).openedAt;
		const actor = { id: "M-2", name: "Nurse Amara" };
		const step = { actor, comment: null };
		const steps = [
			{ ...step, kind: "summoned", at, actor: null, to: "Dr Lindqvist" },
			{ ...step, kind: "snoozed", at, until: at + 600_000 },
			{ ...step, kind: "commented", at, comment: "Moved to the window" },
			{ ...step, kind: "judged", at, verdict: "false-alarm" as const },
		];
		const { text } = await made({ ...adult(), episodes: [{ ...(first as ReportData["episodes"][number]), steps }] });
		for (const words of [
			/Summoned Dr Lindqvist · 26 Nov \d\d:\d\d by the ward's escalation/,
			/Kept quiet 26 Nov \d\d:\d\d until 26 Nov \d\d:\d\d by Nurse Amara/,
			/Remark 26 Nov \d\d:\d\d by Nurse Amara: “Moved to the window”/,
			/Judged a false alarm · 26 Nov \d\d:\d\d by Nurse Amara/,
		])
			expect(text).toMatch(words);
	});

	it("tells how often people were told, what was set for the patient and observed, by whom, and who handed the ward over", async () => {
		const data = adult();
		const { from } = data.period;
		const by = { id: "M-2", name: "Nurse Amara" };
		const alarms = {
			alarms: 6,
			high: 2,
			technical: 1,
			acknowledged: 3,
			medianWaitMs: 240_000,
			falseAlarms: 1,
			confirmed: 0,
		};
		const limit = {
			vital: "heart_rate",
			low: null,
			high: 140,
			up: 30,
			down: null,
			reason: "runs",
			by,
			at: from,
			until: from + 3_600_000,
		} as const;
		const seen = {
			at: from,
			consciousness: "A",
			oxygen: true,
			oxygenFlow: 2,
			temperature: 38.1,
			systolic: 104,
			diastolic: 66,
			by,
		} as const;
		const { text } = await made({
			...data,
			version: 3,
			alarms,
			limits: [limit],
			observations: [seen],
			handovers: [{ at: from, ward: "Ward A", by: "Nurse Amara", to: null }],
		});
		for (const words of [
			"People were told 6 times (2 high, 1 technical), 6.0 a day; half of the 3 acknowledged waited 4 min or less; 1 judged false.",
			"140/min or above 30/min above usual",
			"Nurse Amara: runs",
			"Oxygen 2 L/min 38.1 °C, 104/66 mmHg Nurse Amara",
			"Ward A Nurse Amara no member any more",
		])
			expect(text).toContain(words);
	});

	it("is laid out from data that a release before gathered", async () => {
		const { text, pages } = await made(firstVersion as unknown as ReportData);
		expect(pages).toBeGreaterThan(1);
		for (const words of [
			"P-0123456789AB",
			"Oxygen saturation fell from 97 to 86 %",
			"Acknowledged 26 Nov",
			"Nurse Amara",
		])
			expect(text).toContain(words);
		expect(text).not.toMatch(/undefined|NaN/);
	});

	it("is titled, in English, dated, and has a structure with figures in words", async () => {
		const result = await made(adult());
		const { info } = await getMeta(result.document);
		expect(info).toMatchObject({ Title: `Clinical report ${IMPRINT.id}`, Language: "en-GB", IsXFAPresent: false });
		const tree = (await (await result.document.getPage(2)).getStructTree()) as unknown;
		const shape = JSON.stringify(tree);
		for (const role of ["Figure", "H1", "P"]) expect(shape).toContain(`"role":"${role}"`);
		expect(shape).toContain("Chart of heart rate from 26 Nov 2026, 07:00");
		const mark = await result.document.getMarkInfo();
		expect(mark).toMatchObject({ Marked: true });
	});

	it("is the same to the byte for the same data", async () => {
		expect((await made(adult())).bytes).toEqual((await made(adult())).bytes);
	});
});

describe("scripts", () => {
	it.each([
		["Greek and Cyrillic", "Ο ασθενής είναι σταθερός. Пациент стабилен."],
		["Central European and Vietnamese", "Zażółć gęślą jaźń; tình trạng ổn định."],
		["Chinese", "患者病情稳定，心率78次/分。"],
		["Japanese and Korean", "患者さんは安定しています。 환자는 안정적입니다."],
	])("%s are set and can be copied", async (_, note) => {
		const { text } = await made(reportOf({ hours: 1, note }));
		expect(text.replaceAll(" ", "")).toContain(note.replaceAll(" ", ""));
	});

	it("Devanagari is set in syllables, and says so to readers that ask", async () => {
		const result = await made(reportOf({ hours: 1, note: "रोगी स्थिर है" }));
		// The sign of the vowel i stands before the letters after which it is said.
		expect(result.text.replaceAll(" ", "")).toContain("रोगीिस्थर");
	});

	it("Arabic and Hebrew can be copied word by word, figures in their own order", async () => {
		const { text } = await made(reportOf({ hours: 1, note: "المريض مستقر 78 في الدقيقة\nהחולה יציב, דופק 78" }));
		for (const word of ["المريض", "مستقر", "الدقيقة", "החולה", "יציב", "78"]) expect(text).toContain(word);
	});

	it("what cannot be set is a box with its code point: emoji, controls, overrides", async () => {
		const { text } = await made(reportOf({ hours: 1, note: "a 😀 b \u0007 c \u202e d" }));
		expect(text.replaceAll(" ", "")).toContain("1F600");
		expect(text.replaceAll(" ", "")).toContain("0007");
		expect(text.replaceAll(" ", "")).toContain("202E");
	});
});
