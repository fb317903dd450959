import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { failuresIn } from "../../chaos/audit/failures.ts";

it("answers of 500 are counted by the reason that was logged for them, and foreseen ones are not", async () => {
	const room = await mkdtemp(join(tmpdir(), "failures-"));
	const line = (status: number, reason: string) =>
		`${JSON.stringify({ level: "error", event: "request.failed", status, reason })}\n`;
	const file = join(room, "log");
	await writeFile(file, `workerd says hello\n${line(500, "Error: a")}${line(503, "Error: b")}${line(500, "Error: a")}`);
	try {
		expect(await failuresIn(file)).toEqual({ "Error: a": 2 });
	} finally {
		await rm(room, { recursive: true });
	}
});
