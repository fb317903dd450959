import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApp, type RunningApp } from "../support/running-app.ts";

let app: RunningApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app?.stop());

describe("what a browser gets", () => {
	it.each(["/", "/?ward=ward-a", "/favicon.svg", "/no/such/page", "/sign-in", "/api/v1/me", "/health"])(
		"%s may not be framed, sniffed or loaded elsewhere, and runs no script that is not ours",
		async (path) => {
			const { headers } = await fetch(app.url + path);
			const policy = headers.get("content-security-policy") ?? "";
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).toMatch(/default-src '(self|none)'/);
			expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
			expect(headers.get("x-content-type-options")).toBe("nosniff");
			expect(headers.get("x-frame-options")).toBe("DENY");
			expect(headers.get("referrer-policy")).toBe("same-origin");
			expect(headers.get("strict-transport-security")).toContain("max-age=31536000");
			expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
		},
	);
});
