/** The people behind a ward's sockets: let in once, and looked at again while they watch. */
import { entryTo, findStanding, type Session } from "../../registry/standing.ts";
import type { Registry } from "../../registry/connect.ts";
import type { LiveFrame } from "../../vitals/live.ts";
import { BEDSIDE_ROLES } from "../../vitals/members.ts";
import { log, reason } from "../log.ts";
import { within } from "../within.ts";

/**
 * A viewer that has not sent `ping` for this long is gone, whatever its socket says: half-open, it would have its ward's
 * devices send live values for ever. A page pings every 25 s, and about once a minute where its tab is hidden.
 */
const GONE_MS = 180_000;
/** The registry is waited for as long as this, milliseconds. */
const REGISTRY_MS = 5_000;
/** WebSocket close codes: the session may no longer watch; nothing was heard. */
const NOT_WELCOME = 1008;
const GONE = 1001;

/** Kept with each socket through hibernation. */
interface Viewer {
	/** The snapshot was sent; before that no other frame may be. */
	readonly ready: boolean;
	/** Whose socket it is; `null` where nobody was asked. */
	readonly session: Session | null;
	/** When it connected, wall time; absent on sockets of an earlier release. */
	readonly since?: number;
	/** It was told goodbye, which a half-open socket never answers. */
	readonly over?: boolean;
}

/** The Worker's request says here whose socket it is. The object is reachable for the Worker only. */
export const VIEWER_HEADER = "x-biostream-viewer";

/** The session that the Worker let in; `null` when the request names none. */
export function viewerOf(request: { readonly headers: Headers }): Session | null {
	const text = request.headers.get(VIEWER_HEADER);
	return text === null ? null : (JSON.parse(text) as Session);
}

type Sockets = Pick<
	DurableObjectState,
	"acceptWebSocket" | "getWebSockets" | "getWebSocketAutoResponseTimestamp" | "setWebSocketAutoResponse"
>;

/** A ward's viewers, by their sockets. */
export class Viewers {
	readonly #sockets: Sockets;
	readonly #wardId: () => string;
	/** Mirror of the attachments: they are looked at with every value that a device sends. */
	readonly #known = new WeakMap<WebSocket, Viewer>();

	constructor(sockets: Sockets, wardId: () => string) {
		this.#sockets = sockets;
		this.#wardId = wardId;
		// Answered by the platform without waking the object.
		sockets.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
	}

	/** Whether somebody watches, or is about to. */
	get any(): boolean {
		return this.#present().length > 0;
	}

	/** Whether somebody would get a frame now. */
	get anyReady(): boolean {
		return this.#present().some(({ viewer }) => viewer.ready);
	}

	/** Takes a socket in. It gets nothing before `greet`. */
	accept(socket: WebSocket, session: Session | null, now: number): void {
		this.#sockets.acceptWebSocket(socket);
		this.#keep(socket, { ready: false, session, since: now });
	}

	/** Sends the first frame; from then on the socket gets every other. */
	greet(socket: WebSocket, snapshot: LiveFrame): void {
		const viewer = this.#viewerAt(socket);
		if (viewer.over === true) return;
		if (this.#sendText(socket, JSON.stringify(snapshot))) this.#keep(socket, { ...viewer, ready: true });
	}

	/** @param to - whose sockets get it; absent: everybody's */
	send(frame: LiveFrame, to?: ReadonlySet<string>): void {
		const ready = this.#present().filter(
			({ viewer }) => viewer.ready && (to === undefined || to.has(viewer.session?.id ?? "")),
		);
		if (ready.length === 0) return;
		const text = JSON.stringify(frame);
		for (const { socket } of ready) this.#sendText(socket, text);
	}

	/** Tells viewers who are admins at this moment that there is broken glass to read of, and nothing more. */
	async tellAdmins(registry: Registry, now: number): Promise<void> {
		const sessions = this.#present().flatMap(({ viewer }) => viewer.session ?? []);
		if (sessions.length === 0) return;
		this.send({ type: "glass", at: now }, await within(REGISTRY_MS, adminsAmong(registry, sessions, now)));
	}

	/** Closes the sockets of which nothing was heard, and those of people who may no longer watch. While the registry is down people stay. */
	async lookAgain(registry: Registry, now: number): Promise<void> {
		const present = this.#present();
		for (const { socket, viewer } of present) {
			const pinged = this.#sockets.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
			if (viewer.since === undefined) this.#keep(socket, { ...viewer, since: now });
			else if (now - Math.max(viewer.since, pinged) > GONE_MS)
				this.#dismiss(socket, GONE, "Nothing was heard of this viewer");
		}
		const sessions = present.flatMap(({ viewer }) => viewer.session ?? []);
		try {
			const strangers = await within(REGISTRY_MS, strangersAmong(registry, sessions, this.#wardId(), now));
			for (const { socket, viewer } of this.#present()) {
				if (viewer.session !== null && strangers.has(viewer.session.id))
					this.#dismiss(socket, NOT_WELCOME, "This session may no longer watch");
			}
		} catch (error) {
			log("warn", "viewers.unchecked", { ward: this.#wardId(), reason: reason(error) });
		}
	}

	#present(): { socket: WebSocket; viewer: Viewer }[] {
		return this.#sockets.getWebSockets().flatMap((socket) => {
			const viewer = this.#viewerAt(socket);
			return viewer.over === true ? [] : [{ socket, viewer }];
		});
	}

	#dismiss(socket: WebSocket, code: number, why: string): void {
		this.#keep(socket, { ...this.#viewerAt(socket), over: true });
		log("info", "viewer.dismissed", { ward: this.#wardId(), code, reason: why });
		try {
			socket.close(code, why);
		} catch (error) {
			log("info", "viewer.gone", { ward: this.#wardId(), reason: reason(error) });
		}
	}

	#viewerAt(socket: WebSocket): Viewer {
		let viewer = this.#known.get(socket);
		if (viewer === undefined) {
			viewer = socket.deserializeAttachment() as Viewer;
			this.#known.set(socket, viewer);
		}
		return viewer;
	}

	#keep(socket: WebSocket, viewer: Viewer): void {
		this.#known.set(socket, viewer);
		socket.serializeAttachment(viewer);
	}

	#sendText(socket: WebSocket, text: string): boolean {
		try {
			socket.send(text);
			return true;
		} catch (error) {
			log("info", "viewer.gone", { ward: this.#wardId(), reason: reason(error) });
			return false;
		}
	}
}

/** Ids of those of `sessions` that are an admin's now. */
async function adminsAmong(
	registry: Registry,
	sessions: readonly Session[],
	now: number,
): Promise<ReadonlySet<string>> {
	const admins = new Set<string>();
	for (const session of new Map(sessions.map((each) => [each.id, each])).values()) {
		const found = await findStanding(registry, session, now);
		if (found.kind === "member" && found.standing.role === "admin") admins.add(session.id);
	}
	return admins;
}

/** Ids of those of `sessions` that may no longer watch the ward: ended, expired, or without the role or the ward. */
async function strangersAmong(
	registry: Registry,
	sessions: readonly Session[],
	wardId: string,
	now: number,
): Promise<Set<string>> {
	const distinct = new Map(sessions.map((session) => [session.id, session]));
	const strangers = new Set<string>();
	for (const session of distinct.values()) {
		const found = await findStanding(registry, session, now);
		const welcome =
			found.kind === "member" &&
			BEDSIDE_ROLES.includes(found.standing.role) &&
			entryTo(found.standing, wardId) !== null;
		if (!welcome) strangers.add(session.id);
	}
	return strangers;
}
