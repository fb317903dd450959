/**
 * Stands in for everything behind the dashboard: a ward of any size whose values change once a second and whose episodes
 * come and go, told by the live protocol, and the few addresses that the central station asks. No detection and no
 * storage, so that what is measured in the browser is the browser's.
 */
import { DurableObject } from "cloudflare:workers";
import type { Me, Overview, Page, WardSummary } from "../../vitals/api.ts";
import type { Episode, EpisodeEvent } from "../../vitals/episode.ts";
import { LIVE_PROTOCOL_VERSION, type LiveBed, type LiveFrame, type LiveReading } from "../../vitals/live.ts";
import { noVitals } from "../../vitals/reading.ts";

interface FeedEnv {
	readonly FLOOR: DurableObjectNamespace<Floor>;
	readonly ASSETS: Fetcher;
	readonly BEDS: number;
}

const WARD = "bench";
const EVERY_MS = 1000;
/** One bed in so many has an open episode: a bad day. */
const BEDS_AN_EPISODE = 25;
/** Seconds between two changes of episodes: one opens, one closes. */
const CHANGE_EVERY_S = 5;

const bedOf = (n: number): LiveBed => ({
	deviceId: `WEARABLE-${String(n).padStart(4, "0")}`,
	bedId: `bed-${n}`,
	label: `Bed ${n}`,
	patient: `P-${String(n).padStart(12, "0")}`,
	simulated: true,
	clockRate: 1,
	limitsValidated: true,
	bedside: { version: 1, template: "adult", overrides: [] },
});

/** A heart that beats on: each second a little up or down, the same in each run. */
const wave = (n: number, second: number, around: number, by: number) =>
	Math.round(around + by * Math.sin((second + n * 7) / 9) + (((second * 31 + n * 17) % 7) - 3) / 3);

function readingOf(n: number, at: number, second: number): LiveReading {
	return {
		deviceId: bedOf(n).deviceId,
		timestamp: at,
		receivedAt: at,
		vitals: {
			...noVitals(),
			heart_rate: wave(n, second, 78, 9),
			spo2: wave(n, second, 96, 2),
			respiratory_rate: wave(n, second, 16, 3),
			temperature: 36.8,
			systolic_pressure: wave(n, second, 122, 8),
			diastolic_pressure: wave(n, second, 76, 5),
			mean_pressure: wave(n, second, 91, 6),
		},
		battery: 80 - (n % 60),
		score: 0.41,
		risk: n % BEDS_AN_EPISODE === 0 ? "HIGH" : "LOW",
		news2: {
			score: n % 8,
			partial: n % 8,
			known: 7,
			of: 7,
			band: n % 8 > 6 ? "high" : n % 8 > 4 ? "medium" : "low",
			applicable: true,
			trend: { direction: "steady", change: 0, since: at - 3600_000 },
		},
		confidence: 1,
		committed: true,
	};
}

function episodeOf(n: number, at: number): Episode {
	const technical = n % 4 === 0;
	return {
		id: `episode-${n}-${at}`,
		version: 1,
		deviceId: bedOf(n).deviceId,
		wardId: WARD,
		patient: bedOf(n).patient,
		channel: technical ? "technical" : "physiological",
		rule: technical ? "sensors-absent" : "forest",
		status: "open",
		risk: technical ? "LOW" : n % 3 === 0 ? "HIGH" : "MEDIUM",
		peakScore: 0.68,
		leadingVital: technical ? null : "spo2",
		openedAt: at,
		updatedAt: at,
		closedAt: null,
		vitalsAtOnset: { spo2: 87, heart_rate: 112 },
		contributions: technical
			? []
			: [
					{ vital: "spo2", share: 0.62, actual: 87, usual: 96, usualOf: "patient", delta: -9 },
					{ vital: "heart_rate", share: 0.3, actual: 112, usual: 78, usualOf: "patient", delta: 34 },
				],
		sentence: technical
			? "No value of any sensor for 40 s"
			: "SpO₂ 87 where 96 is usual, heart rate 112 where 78 is usual",
		acknowledgedAt: null,
		acknowledgedBy: null,
	};
}

/** The ward. Its name in the runtime is the one that `startFloor` binds. */
export class Floor extends DurableObject<FeedEnv> {
	readonly #beds = Array.from({ length: this.env.BEDS }, (_, i) => i + 1);
	readonly #episodes = new Map<string, Episode>();
	readonly #viewers = new Set<WebSocket>();
	#second = 0;

	constructor(ctx: DurableObjectState, env: FeedEnv) {
		super(ctx, env);
		const at = Date.now() - 60_000;
		for (const n of this.#beds.filter((bed) => bed % BEDS_AN_EPISODE === 0)) this.#keep(episodeOf(n, at + n));
	}

	override async fetch(request: Request): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (pathname === `/api/v1/wards/${WARD}/live`) return this.#watch();
		const [, id] = /^\/api\/v1\/episodes\/([^/]+)\/acknowledge$/.exec(pathname) ?? [];
		if (id !== undefined) return this.#acknowledge(id);
		switch (pathname) {
			case "/api/v1/me":
				return Response.json({
					id: "nurse",
					name: "Bench",
					role: "clinician",
					wards: "all",
					break_glass: [],
				} satisfies Me);
			case "/api/v1/wards":
				return Response.json({ data: [this.#summary()], next_cursor: null } satisfies Page<WardSummary>);
			case "/api/v1/overview":
				return Response.json({
					devices: this.#beds.length,
					open_episodes: { high: 1, medium: 1, technical: 1 },
					episodes_today: 12,
					lake: { objects: 0, readings: 0, bytes: 0 },
				} satisfies Overview);
			default:
				return new Response(null, { status: 404 });
		}
	}

	#summary(): WardSummary {
		const beds = this.#beds.length;
		return { id: WARD, name: "Bench", location: null, beds, devices: beds, open_episodes: this.#episodes.size };
	}

	#keep(episode: Episode): void {
		this.#episodes.set(episode.id, episode);
	}

	#watch(): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		server.accept();
		const at = Date.now();
		const readings = this.#beds.map((n) => readingOf(n, at, this.#second));
		const episodes = [...this.#episodes.values()];
		const beds = this.#beds.map(bedOf);
		server.send(
			JSON.stringify({
				type: "snapshot",
				version: LIVE_PROTOCOL_VERSION,
				wardId: WARD,
				at,
				beds,
				readings,
				episodes,
			} satisfies LiveFrame),
		);
		this.#viewers.add(server);
		const timer = setInterval(() => this.#tick(), EVERY_MS);
		server.addEventListener("message", ({ data }) => {
			if (data === "ping") server.send("pong");
		});
		server.addEventListener("close", () => {
			clearInterval(timer);
			this.#viewers.delete(server);
		});
		return new Response(null, { status: 101, webSocket: client });
	}

	#tick(): void {
		const at = Date.now();
		this.#second++;
		this.#tell({ type: "readings", at, readings: this.#beds.map((n) => readingOf(n, at, this.#second)) });
		if (this.#second % CHANGE_EVERY_S !== 0) return;
		const n = 1 + ((this.#second * 13) % this.#beds.length);
		this.#change("opened", episodeOf(n, at));
		const [oldest] = this.#episodes.values();
		if (oldest !== undefined)
			this.#change("closed", { ...oldest, version: oldest.version + 1, status: "closed", closedAt: at });
	}

	#acknowledge(id: string): Response {
		const episode = this.#episodes.get(decodeURIComponent(id));
		if (episode === undefined) return new Response(null, { status: 404 });
		const known = {
			...episode,
			version: episode.version + 1,
			acknowledgedAt: Date.now(),
			acknowledgedBy: "nurse",
		};
		this.#change("acknowledged", known);
		return Response.json({ episode: known });
	}

	#change(kind: EpisodeEvent["kind"], episode: Episode): void {
		if (episode.status === "closed") this.#episodes.delete(episode.id);
		else this.#keep(episode);
		const at = Date.now();
		this.#tell({ type: "episode", at, event: { kind, at, announced: kind === "opened", episode } });
	}

	#tell(frame: LiveFrame): void {
		const text = JSON.stringify(frame);
		for (const viewer of this.#viewers) viewer.send(text);
	}
}

export default {
	fetch(request: Request, env: FeedEnv) {
		const { pathname } = new URL(request.url);
		return pathname.startsWith("/api/") ? env.FLOOR.getByName(WARD).fetch(request) : env.ASSETS.fetch(request);
	},
} satisfies ExportedHandler<FeedEnv>;
