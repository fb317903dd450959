/** The R4 definitions as an independent validator reads them. */
import { Fhir } from "fhir";

const validator = new Fhir();

/** What is wrong with the resource; a code system that the validator has not got is no fault. */
export function faultsOf(resource: unknown): string[] {
	const { messages } = validator.validate(JSON.parse(JSON.stringify(resource)) as never, { errorOnUnexpected: true });
	return messages
		.filter(({ severity }) => severity === "error" || severity === "fatal")
		.map(({ location, message }) => `${location}: ${message}`);
}
