import { defineConfig } from "drizzle-kit";

export default defineConfig({
	dialect: "sqlite",
	schema: [
		"./registry/schema.ts",
		"./registry/bedside-schema.ts",
		"./registry/knowledge-schema.ts",
		"./registry/notification-schema.ts",
		"./registry/ward-schema.ts",
	],
	out: "./migrations",
});
