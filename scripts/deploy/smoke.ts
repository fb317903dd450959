/** Whether what was just deployed answers, from outside and without credentials. */

export interface Internet {
	/** As the platform's, without following redirections. */
	fetch(url: string, init?: { method?: string; body?: string; headers?: Record<string, string> }): Promise<Response>;
	/** Milliseconds. */
	wait(ms: number): Promise<void>;
}

/** A deployment is not everywhere at once. */
const ATTEMPTS = 12;
const PAUSE_MS = 5_000;

interface Check {
	readonly name: string;
	/** `null` when all is well, or what was seen. */
	see(): Promise<string | null>;
}

/**
 * Asks the deployed application, and asks again while it is not as it should be.
 *
 * @param version - the one that must answer; `null` for any
 * @param team - Cloudflare Access's domain, where people are sent to sign in
 * @returns what is wrong, as sentences; empty when all is well
 */
export async function smokeTest(
	internet: Internet,
	url: string,
	{ version, team }: { version: string | null; team: string },
): Promise<string[]> {
	const get = (path: string) => internet.fetch(url + path);
	const sentToSignIn = (response: Response) =>
		response.status >= 300 &&
		response.status < 400 &&
		new URL(response.headers.get("location") ?? "/", url).hostname === team;
	const checks: Check[] = [
		{
			name: "/health",
			see: async () => {
				const response = await get("/health");
				if (sentToSignIn(response))
					return "is behind Access: devices and this test must come past it (docs/security.md)";
				const health = (await response.json().catch(() => ({}))) as { status?: string; version?: string };
				if (health.status !== "ok") return `says ${health.status ?? "nothing that can be read"} (${response.status})`;
				if (version !== null && health.version !== version)
					return `is answered by version ${health.version ?? "unknown"}, not by ${version}`;
				return null;
			},
		},
		{
			name: "a reading without a key",
			see: async () => {
				const headers = { "content-type": "application/json" };
				const response = await internet.fetch(`${url}/api/v1/telemetry`, { method: "POST", body: "{}", headers });
				const type = response.headers.get("content-type") ?? "";
				const refused = response.status === 401 && type.startsWith("application/problem+json");
				return refused ? null : `is answered with ${response.status} ${type}, not refused with 401`;
			},
		},
		{
			name: "the wards, for nobody",
			see: async () => {
				const response = await get("/api/v1/wards");
				const refused = sentToSignIn(response) || response.status === 401 || response.status === 403;
				return refused ? null : `are answered with ${response.status}`;
			},
		},
		{
			name: "the dashboard",
			see: async () => {
				const response = await get("/");
				if (sentToSignIn(response)) return null;
				const page = response.status === 200 && (await response.text()).includes('<div id="app"');
				return page ? null : `is not there (${response.status})`;
			},
		},
	];
	let wrong: string[] = [];
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		if (attempt > 1) await internet.wait(PAUSE_MS);
		wrong = [];
		for (const check of checks) {
			const seen = await check.see().catch((error: unknown) => `cannot be asked: ${String(error)}`);
			if (seen !== null) wrong.push(`${check.name} ${seen}`);
		}
		if (wrong.length === 0) return [];
	}
	return wrong;
}
