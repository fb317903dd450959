/** How long until an answer's first sentence, and until its last, without a language model? */
import { BENCH_WARD, caller, fillBed, type Call } from "./runtime/bedside.ts";
import { wholeNumber, type Question } from "./question.ts";
import { startProduct } from "./runtime/runtime.ts";

const RUNS = 6;
const BEDS = 12;
/** Of the bed that is asked about: 4 hours at 1 Hz; the others 5 minutes. */
const LONG_S = 4 * 3600;
const SHORT_S = 300;
const BED = "BENCH-1";

const QUESTIONS: readonly (readonly [name: string, message: string])[] = [
	["status", `How is ${BED}?`],
	["trend", `Heart rate of ${BED} in the last 4 hours?`],
	["ward", `How is ${BENCH_WARD}?`],
	["how-to", "What has to be done at a NEWS2 of 7 or more?"],
];

/** Milliseconds of one answer. */
interface Timing {
	readonly first: number;
	readonly whole: number;
}

export const assistant: Question = {
	summary: "the assistant without a language model: time to the first sentence and to the last, by kind of question",
	options: { runs: { type: "string" } },
	usage: `[--runs ${RUNS}]`,
	answer: async (progress, values) => {
		const runs = wholeNumber(values, "runs", RUNS);
		const runtime = await startProduct("product.ts", "ram", { AI_MODEL: "" });
		try {
			const admin = await caller(runtime.url);
			const begin = Date.now() - (LONG_S + 60) * 1000;
			for (let i = 1; i <= BEDS; i++) {
				progress(`Bed ${i} of ${BEDS}`);
				const seconds = i === 1 ? LONG_S : SHORT_S;
				await fillBed(admin, {
					device: `BENCH-${i}`,
					bed: `Bed ${i}`,
					begin: begin + (LONG_S - seconds) * 1000,
					seconds,
				});
			}
			// One person may ask so many questions a minute, and no more.
			const people = [admin, await caller(runtime.url, "nurse")];
			const cold = await ask(runtime.url, people[0] as Call, QUESTIONS[3]?.[1] ?? "");
			const lines: string[] = [];
			const figures: Record<string, unknown> = { cold_first_ms: cold.first, cold_ms: cold.whole };
			for (const [n, [name, message]] of QUESTIONS.entries()) {
				progress(`Asking: ${message}`);
				const before = runtime.cpuMs();
				const timings: Timing[] = [];
				for (let i = 0; i < runs; i++) timings.push(await ask(runtime.url, people[n % 2] as Call, message));
				const after = runtime.cpuMs();
				const cpu = before === null || after === null ? null : (after - before) / runs;
				const [first, whole] = [timings.map((one) => one.first), timings.map((one) => one.whole)];
				figures[name.replace("-", "_")] = {
					first_p50_ms: middle(first),
					first_max_ms: Math.max(...first),
					whole_p50_ms: middle(whole),
					whole_max_ms: Math.max(...whole),
					cpu_ms: cpu,
				};
				lines.push(
					`| ${name} | ${ms(middle(first))} | ${ms(Math.max(...first))} | ${ms(middle(whole))} | ${ms(Math.max(...whole))} | ${cpu === null ? "unknown" : ms(cpu)} |`,
				);
			}
			return {
				lines: [
					`A ward of ${BEDS} beds, one with ${LONG_S / 3600} hours at 1 Hz; RAM disk, no language model; ${runs} runs of each question.`,
					`The very first answer, which indexes the guidelines: ${ms(cold.whole)}.`,
					"",
					"| question | first sentence, median | longest | whole answer, median | longest | processor time |",
					"|---|---|---|---|---|---|",
					...lines,
				],
				figures,
			};
		} finally {
			await runtime.stop();
		}
	},
};

const ms = (value: number) => `${value.toFixed(0)} ms`;
const middle = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;

/** Reads the events as they come. @throws Error where no sentence comes */
async function ask(url: string, call: Call, message: string): Promise<Timing> {
	const start = performance.now();
	const response = await call("POST", "/api/v1/chat", { message }, undefined, { accept: "text/event-stream" });
	let [first, text] = [0, ""];
	const decoder = new TextDecoder();
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		text += decoder.decode(part.value, { stream: true });
		if (first === 0 && text.includes('"type":"sentence"')) first = performance.now() - start;
	}
	if (first === 0 || !text.includes('"type":"done"')) throw new Error(`${url} did not answer: ${text.slice(-300)}`);
	return { first, whole: performance.now() - start };
}
