/**
 * What is counted for those who run the system, one Analytics Engine point each: few, and never one a reading or a calm message.
 * Names no patient. A point is written without waiting and may be lost: nothing rests on it. docs/operating.md has the columns.
 */

export type Metric =
	/** A person's request, or one that failed: what is logged (`workers/app.ts`). */
	| {
			readonly kind: "request";
			readonly route: string;
			readonly method: string;
			readonly status: number;
			readonly ms: number;
	  }
	/** An episode opened; silence is one of rule `silence`. */
	| {
			readonly kind: "episode";
			readonly ward: string;
			readonly channel: string;
			readonly rule: string;
			readonly risk: string;
	  }
	/** Readings reached the lake. */
	| { readonly kind: "sealed"; readonly ward: string; readonly readings: number; readonly bytes: number }
	/** They did not. */
	| { readonly kind: "unsealed"; readonly ward: string; readonly failures: number }
	/** Others could not be told. */
	| { readonly kind: "owed"; readonly queue: string; readonly letters: number; readonly ms: number }
	/** A transaction of readings failed: nothing of it was acknowledged. */
	| { readonly kind: "uncommitted"; readonly ward: string };

/** Writes a point, where there is somewhere to write it. */
export function measure(env: { readonly METRICS?: AnalyticsEngineDataset }, metric: Metric): void {
	env.METRICS?.writeDataPoint(pointOf(metric));
}

/** The first column is the kind, which is also what is sampled by: a flood of one does not thin out another. */
export function pointOf(metric: Metric): { indexes: string[]; blobs: string[]; doubles: number[] } {
	const point = (blobs: string[], doubles: number[]) => ({
		indexes: [metric.kind],
		blobs: [metric.kind, ...blobs],
		doubles,
	});
	switch (metric.kind) {
		case "request":
			return point([metric.route, metric.method], [metric.status, metric.ms]);
		case "episode":
			return point([metric.ward, metric.channel, metric.rule, metric.risk], []);
		case "sealed":
			return point([metric.ward], [metric.readings, metric.bytes]);
		case "unsealed":
			return point([metric.ward], [metric.failures]);
		case "owed":
			return point([metric.queue], [metric.letters, metric.ms]);
		case "uncommitted":
			return point([metric.ward], []);
		default:
			return metric satisfies never;
	}
}
