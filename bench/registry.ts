/** The questions there are, one file each; a file is loaded only when it is asked. */
import type { Question } from "./question.ts";

export const QUESTIONS: Readonly<Record<string, () => Promise<Question>>> = {
	score: async () => (await import("./score.ts")).score,
	lake: async () => (await import("./lake.ts")).lake,
	ingest: async () => (await import("./ingest.ts")).ingest,
	stream: async () => (await import("./stream.ts")).stream,
	fanout: async () => (await import("./fanout.ts")).fanout,
	"alert-latency": async () => (await import("./alert-latency.ts")).alertLatency,
	dashboard: async () => (await import("./dashboard.ts")).dashboard,
	soak: async () => (await import("./soak.ts")).soak,
	year: async () => (await import("./year.ts")).year,
	report: async () => (await import("./report.ts")).report,
	assistant: async () => (await import("./assistant.ts")).assistant,
	cost: async () => (await import("./cost.ts")).cost,
};
