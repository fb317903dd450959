/** The data dictionary as a page: tables of the catalogue's values, and of the wire's and the lake's fields with their comments. */
import { LAKE_COLUMNS, LAKE_SCHEMA_VERSION } from "../../lake/schema.ts";
import { BATTERY, VITAL_SIGNS } from "../../vitals/catalogue.ts";
import { AGE_BANDS } from "../../vitals/patient-context.ts";
import { READING_FLAGS, RISK_LEVELS } from "../../vitals/reading.ts";
import { fieldsOf, membersOf } from "./declared.ts";

/** Interfaces that leave the system or are kept: file in `vitals/`, name, and what it is. */
const RECORDS = [
	["telemetry.ts", "TelemetryPayload", "What a device posts. Vital signs besides, by their key above"],
	["reading.ts", "StoredReading", "A reading as it is kept, in the device's object and in the lake"],
	["api.ts", "ReadingEntry", "A reading as the API shows it"],
	["episode.ts", "Episode", "A stretch of time in which a patient or a device needed somebody"],
	["episode.ts", "Contribution", "One vital sign's part in an episode"],
	["episode.ts", "EpisodeEvent", "Something that happened to an episode"],
	["api.ts", "Anomaly", "An episode as the API shows it"],
	["limits.ts", "OverrideEntry", "A patient's own limit, for a while"],
	["observations.ts", "ObservationEntry", "What somebody saw at the bed"],
	["audit.ts", "AuditEvent", "Who did what; the audit log adds its place in the chain"],
] as const satisfies readonly (readonly [string, string, string])[];

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
	[head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

const vitalSigns = () =>
	table(
		["key", "name", "unit", "UCUM", "LOINC", "MDC", "lowest", "highest", "decimals"],
		VITAL_SIGNS.map((sign) => [
			`\`${sign.key}\``,
			sign.label,
			sign.unit,
			`\`${sign.ucum}\``,
			[sign.loinc, ...sign.alsoLoinc].join(", "),
			String(sign.mdc),
			String(sign.sensorMin),
			String(sign.sensorMax),
			String(sign.decimals),
		]),
	);

const columns = () =>
	table(
		["column", "type", "may be absent", "stored as"],
		LAKE_COLUMNS.map(({ name, type, nullable, scale }) => [
			`\`${name}\``,
			type,
			nullable ? "yes" : "no",
			scale === undefined ? "the value" : `the value times ${scale}, rounded`,
		]),
	);

const record = ([file, name, what]: (typeof RECORDS)[number]) =>
	[
		`### ${name}`,
		`${what}. \`vitals/${file}\``,
		table(
			["field", "type", "is"],
			fieldsOf(`vitals/${file}`, name).map((field) => [
				`\`${field.name}\`${field.optional ? " (optional)" : ""}`,
				`\`${field.type}\``,
				field.comment,
			]),
		),
	].join("\n\n");

/** The page. */
export function dictionary(): string {
	const parts = [
		"# Data dictionary",
		"Written by `npm run dictionary` from `vitals/` and `lake/`; do not edit.",
		"Times are milliseconds since the epoch, UTC, unless their type is a text; then ISO 8601. A patient is a random surrogate (`P-` and 12 hex digits), never the hospital's identifier.",
		"## Vital signs",
		"Lowest and highest are what an instrument can report, both allowed. They are not clinical limits: those are in [limits.md](limits.md).",
		vitalSigns(),
		`Device health: \`${BATTERY.key}\`, ${BATTERY.unit}, ${BATTERY.sensorMin} to ${BATTERY.sensorMax}.`,
		"## Codes",
		`**Risk**, ascending: ${RISK_LEVELS.map((level) => `\`${level}\``).join(", ")}.`,
		`**Age bands**: ${AGE_BANDS.map((band) => `\`${band}\``).join(", ")}.`,
		"**Flags of a reading**, bits of `flags`:",
		table(
			["bit", "flag", "says"],
			membersOf("vitals/reading.ts", "READING_FLAGS").map(({ name, comment }) => [
				String(READING_FLAGS[name as keyof typeof READING_FLAGS]),
				`\`${name}\``,
				comment,
			]),
		),
		"**Rules of an episode**:",
		table(
			["rule", "raised by"],
			membersOf("vitals/episode.ts", "EpisodeRule").map(({ name, comment }) => [`\`${name}\``, comment]),
		),
		"## The lake's columns",
		`Version ${LAKE_SCHEMA_VERSION}, in file order. How files are named and read: [lake.md](lake.md).`,
		columns(),
		"## Records",
		...RECORDS.map(record),
	];
	return `${parts.join("\n\n")}\n`;
}
