/** The end: how the figures came about, what they are not, and where somebody signs. */
import type { ReportData } from "../data.ts";
import { type Block, INK, MUTED } from "../pdf/flow.ts";
import type { Page } from "../pdf/page.ts";
import type { Typesetter } from "../pdf/typesetter.ts";
import type { Clock } from "../times.ts";
import type { Imprint } from "./front.ts";

export const DISCLAIMER =
	"Decision support, not a medical device: it does not replace looking at the patient. Values are as devices sent them.";

const SIGNATURE_HEIGHT = 74;

export function closing(data: ReportData, imprint: Imprint, clock: Clock): Block[] {
	return [
		{ kind: "heading", level: 1, text: "About this report" },
		{
			kind: "paragraph",
			content: [
				{
					text:
						"Figures are computed from the readings stored for this patient between the times of assignment; readings that name another patient are left out. Quartiles and medians are exact. " +
						"A reading stands for the time until the next, at most for three usual intervals or a minute: longer silences are gaps, and count neither as covered nor as beyond a limit. " +
						"Limits are those in force when the report was made.",
					size: 8,
					color: MUTED,
				},
			],
			after: 3,
		},
		{ kind: "paragraph", content: [{ text: DISCLAIMER, size: 8, bold: true }], after: 6 },
		{
			kind: "facts",
			columns: 1,
			facts: [
				{
					name: "Report",
					value: [
						{
							text: `${imprint.id}, generated ${clock.full(imprint.generatedAt)} ${clock.named(imprint.generatedAt)}`,
							size: 8,
						},
					],
				},
				{ name: "SHA-256 of its data", value: [{ text: imprint.hash, size: 8 }] },
			],
		},
		{
			kind: "figure",
			height: SIGNATURE_HEIGHT,
			alt: `Lines for signature, name and date. Prepared for ${data.author.name}.`,
			draw: drawSignature,
		},
	];
}

function drawSignature(page: Page, typesetter: Typesetter, x: number, y: number, width: number): void {
	const gap = 18;
	const wide = (width - gap * 2) / 3;
	for (const [i, name] of ["Signature", "Name and function", "Date and time"].entries()) {
		const left = x + i * (wide + gap);
		page.polyline(
			[
				{ x: left, y: y + 48 },
				{ x: left + wide, y: y + 48 },
			],
			{ color: INK, width: 0.6 },
		);
		page.text(typesetter.line(name, { size: 7.5, weight: "regular", color: MUTED }), left, y + 59);
	}
}
