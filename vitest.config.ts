import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { copyFonts } from "./scripts/report-fonts.ts";
import { REPORT_FONT_PATH } from "./workers/reports/fonts.ts";

/** Fixed, public and worthless: they exist in tests only. */
const TEST_SECRETS = {
	DEVICE_ROOT_KEY: "test-root-key-0000000000000000000000000000000000",
	PATIENT_KEY: "test-patient-key-000000000000000000000000000000",
	LABEL_KEY: "test-label-key-00000000000000000000000000000000",
	SESSION_KEY: "test-session-key-000000000000000000000000000000",
	EXPORT_KEY: "test-export-key-0000000000000000000000000000000",
	NOTIFICATION_KEY: "test-notification-key-0000000000000000000000000",
	VAPID_PUBLIC_KEY: "BOG2nucpHiFTtD2ZqhGlVXXTvGaAIv_W0cqM5ExWrW1Ja_FRpo3un1vrm4Xlwr2-CqQ2mCG8XK0mm_ngVCFY1-g",
	VAPID_PRIVATE_KEY: "FdeyDL_1YSQbD2QI6iFZg3q39ETBt8GqHo1blqWGKq4",
	LOCAL_SIGN_IN: "enabled",
};

/** The letters of reports, from their packages: the dashboard need not be built. */
const ASSETS = ".vitest/assets";

copyFonts(ASSETS + REPORT_FONT_PATH);

export default defineConfig({
	test: {
		// The structured log of a passing test is noise.
		silent: "passed-only",
		projects: [
			{
				plugins: [
					cloudflareTest(async () => ({
						wrangler: { configPath: "./wrangler.toml" },
						miniflare: {
							assets: { directory: ASSETS, binding: "ASSETS" },
							bindings: {
								...TEST_SECRETS,
								MIGRATIONS: await readD1Migrations("./migrations"),
								SEARCH_MIGRATIONS: await readD1Migrations("./migrations-search"),
								...(process.env["FUZZ_RUNS"] === undefined ? {} : { FUZZ_RUNS: process.env["FUZZ_RUNS"] }),
							},
						},
					})),
				],
				test: {
					name: "workers",
					// Real objects, disks and evictions take longer on a busy machine; no test asserts a time.
					testTimeout: 30_000,
					include: ["tests/workers/**/*.test.ts", "tests/registry/**/*.test.ts"],
					setupFiles: ["tests/workers/apply-migrations.ts"],
				},
			},
			{
				test: {
					name: "node",
					// Simulated days and replays take seconds, more on a busy machine; no test asserts a time.
					testTimeout: 60_000,
					include: [
						"tests/{bench,deploy,notifications,reports,durable-objects,vitals,detection,fhir,lake,scenarios,simulator,evaluation,web,house}/**/*.test.ts",
					],
				},
			},
			{
				test: {
					name: "end-to-end",
					// A runtime of its own, killed and started: not beside others that watch the clock.
					sequence: { groupOrder: 1 },
					include: ["tests/end-to-end/**/*.test.ts", "tests/chaos/**/*.test.ts"],
					fileParallelism: false,
					testTimeout: 240_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: "browser",
					sequence: { groupOrder: 2 },
					include: ["tests/browser/**/*.test.ts"],
					fileParallelism: false,
					testTimeout: 180_000,
					hookTimeout: 120_000,
				},
			},
		],
	},
});
