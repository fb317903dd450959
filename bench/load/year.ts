/** A synthetic year of a hospital. */
export interface YearShape {
	readonly wards: number;
	readonly bedsPerWard: number;
	readonly days: number;
	readonly episodes: number;
	/** Begin of the first day, milliseconds since the epoch. */
	readonly begin: number;
}

/** Episodes that one step makes. */
export const FILL_CHUNK = 50_000;

export interface FillStep {
	readonly shape: YearShape;
	readonly step: "begin" | "episodes" | "index" | "sums";
	/** Of `episodes`: the first. */
	readonly from: number;
}

/** What was put into the registry. */
export interface FilledYear {
	readonly events: number;
	/** Rows of sums, and the alarms in them. */
	readonly sums: number;
	readonly alarms: number;
}

/** What D1 did for one event. */
export interface EventRows {
	readonly rowsRead: number;
	readonly rowsWritten: number;
}

export const wardName = (n: number): string => `ward-${String(n).padStart(2, "0")}`;
