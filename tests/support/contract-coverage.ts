/**
 * At the end of a whole run of the Workers' tests: every status that the document of the API speaks of was provoked, or the run fails.
 * A run of some files cannot tell, and says so.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { documentedStatuses, type OpenApi } from "./contract-document.ts";

const DOCUMENT = join(import.meta.dirname, "../../workers/contract/openapi.json");

interface Task {
	readonly meta?: { readonly provoked?: readonly string[] };
	readonly tasks?: readonly Task[];
	readonly result?: { readonly state?: string };
	readonly mode?: string;
}

const provokedIn = (task: Task): readonly string[] => [
	...(task.meta?.provoked ?? []),
	...(task.tasks ?? []).flatMap(provokedIn),
];

export default function setup(project: TestProject): () => Promise<void> {
	return async () => {
		const files = project.vitest.state.getFiles().filter((file) => file.projectName === project.name);
		if (files.length === 0) return;
		const provoked = new Set(files.flatMap((file) => provokedIn(file as Task)));
		const log = process.env["CONTRACT_LOG"];
		if (log !== undefined) appendFileSync(log, [...provoked, ""].join("\n"));
		const documented = documentedStatuses(JSON.parse(readFileSync(DOCUMENT, "utf8")) as OpenApi);
		const missing = documented.filter((status) => !provoked.has(status));
		const { testFiles } = await project.globTestFiles();
		const whole = files.length === testFiles.length && project.config.testNamePattern === undefined;
		console.log(
			`Contract: ${documented.length - missing.length} of ${documented.length} documented statuses were provoked by ${files.length} of ${testFiles.length} files`,
		);
		if (!whole || missing.length === 0) return;
		console.error(`Documented, and provoked by no test:\n${missing.join("\n")}`);
		process.exitCode = 1;
	};
}
