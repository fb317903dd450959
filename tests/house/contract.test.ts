import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { PROBLEM_BASE, PROBLEMS } from "../../vitals/problem.ts";

const text = readFileSync(join(import.meta.dirname, "../../workers/contract/openapi.json"), "utf8");
const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { operationId: string }>> };

describe("the document of the API", () => {
	it("is OpenAPI 3.1", async () => {
		const validator = new Validator();
		const { valid, errors } = await validator.validate(JSON.parse(text));
		expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
		expect(validator.version).toBe("3.1");
	});

	it("has whatever it refers to, and a name of its own for each operation", () => {
		const parts = JSON.parse(text) as Record<string, unknown>;
		const reached = (pointer: string) =>
			pointer
				.split("/")
				.slice(1)
				.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], parts);
		const dangling = [...text.matchAll(/"\$ref":"(#[^"]+)"/g)].filter(
			([, pointer]) => reached(pointer ?? "") === undefined,
		);
		expect(dangling).toEqual([]);
		const names = Object.values(paths).flatMap((methods) =>
			Object.values(methods).map(({ operationId }) => operationId),
		);
		expect(new Set(names).size).toBe(names.length);
	});

	it("names every stable code of a problem that a route answers", () => {
		const documented = new Set([...text.matchAll(/urn:biostream:problem:([a-z_]+)/g)].map(([, code]) => code));
		// FHIR's problems are OperationOutcomes; an address takes a method or not, whichever operation it has; nobody provokes the last.
		const elsewhere = new Set(["not_acceptable", "method_not_allowed", "internal"]);
		const codes = Object.keys(PROBLEMS).filter((code) => !elsewhere.has(code));
		expect([...documented].toSorted(), PROBLEM_BASE).toEqual(codes.toSorted());
	});
});
