/** JSON Schemas of the types that answers and bodies have, made from their TypeScript. */
import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { BATTERY, VITAL_SIGNS } from "../../vitals/catalogue.ts";
import { ROOT } from "../bootstrap.mjs";

export type JsonSchema = { [key: string]: unknown };
type Schemas = Record<string, JsonSchema>;

const REF = "#/definitions/";
const COMPONENT = "#/components/schemas/";
/** Names that a component may have; the name of a generic is put in its place. */
const PLAIN = /^[A-Za-z][A-Za-z0-9]*$/;

/** Of the types that `wanted` names and all that they are made of. @throws Error for a name that is no exported type */
export function schemasOf(wanted: Iterable<string>, { closed }: { readonly closed: boolean }): Schemas {
	const generator = createGenerator({
		path: join(
			ROOT,
			closed
				? "{vitals/*,workers/contract/answers,durable-objects/device/answers}.ts"
				: "{vitals/*,workers/contract/bodies/*}.ts",
		),
		tsconfig: join(ROOT, "tsconfig.json"),
		skipTypeCheck: true,
		topRef: true,
		jsDoc: "extended",
		encodeRefs: false,
		additionalProperties: !closed,
	});
	const definitions: Schemas = {};
	for (const name of wanted) Object.assign(definitions, generator.createSchema(name).definitions);
	return inlined(definitions);
}

function inlined(definitions: Schemas): Schemas {
	const resolve = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(resolve);
		if (typeof value !== "object" || value === null) return value;
		const { $ref, ...rest } = value as JsonSchema;
		if (typeof $ref !== "string")
			return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
		const name = $ref.slice(REF.length);
		if (PLAIN.test(name)) return { $ref: COMPONENT + name, ...rest };
		const target = definitions[name];
		if (target === undefined) throw new Error(`No definition of ${name}`);
		return { ...(resolve(target) as JsonSchema), ...rest };
	};
	const plain = Object.entries(definitions).filter(([name]) => PLAIN.test(name));
	return Object.fromEntries(plain.map(([name, schema]) => [name, resolve(schema) as JsonSchema]));
}

/** A payload's numbers have the ranges of the catalogue, where their parser has them from. */
export function withSensorRanges(payload: JsonSchema): JsonSchema {
	const properties = { ...(payload["properties"] as Schemas) };
	for (const { key, sensorMin, sensorMax, ...sign } of [...VITAL_SIGNS, BATTERY]) {
		const description = `${"label" in sign ? `${sign.label}, ` : ""}${sign.unit}.`;
		properties[key] = { type: ["number", "null"], minimum: sensorMin, maximum: sensorMax, description };
	}
	return { ...payload, properties };
}
