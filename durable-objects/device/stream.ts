/**
 * The device's end of a WebSocket: frames in, acknowledgements out. docs/stream-protocol.md tells the story.
 *
 * A reading is acknowledged after its commit and never before. Between messages nothing is pending here, so that
 * the object may hibernate; what it forgets then is what was not acknowledged, the next message shows the gap, and
 * the device is asked for it. Nothing relies on a close being noticed.
 */
import { AutoRouter, type IRequest } from "itty-router";
import type { PatientTags } from "../../vitals/identity.ts";
import type { FieldError } from "../../vitals/problem.ts";
import {
	BYE_CODES,
	checkDeviceFrame,
	MAX_FAULTS,
	MAX_FRAME_LENGTH,
	MAX_IN_FLIGHT,
	MAX_MESSAGE_READINGS,
	STREAM_VERSION,
	type ByeReason,
	type EdgeFrame,
	type HelloFrame,
	type ReadingsFrame,
	type StreamSettings,
} from "../../vitals/stream.ts";
import { checkStreamed, readFirmware } from "../../vitals/telemetry.ts";
import { log, reason } from "../log.ts";
import type { ObjectEnv } from "../env.ts";
import { commitCause } from "./commit-policy.ts";
import type { IngestItem } from "./ingest.ts";
import type { Intake } from "./intake.ts";
import type { ShownKey } from "./key-ring.ts";
import type { Pace } from "./pace.ts";
import type { Refusal } from "./refusals.ts";
import { deviceTime, type DeviceProfile } from "./profile.ts";
import { calmGroup } from "./stream-group.ts";
import { keyOf } from "./stream-request.ts";
import type { WardLine } from "./ward-line.ts";

/** A clock that is off by less is the network's doing. */
const SKEW_MATTERS_MS = 2_000;
/** A told skew is told again when it has changed by so much. */
const SKEW_CHANGED_MS = 1_000;
/** A device that was asked to send again may have messages on the way; it is asked once in this time. */
const ASK_AGAIN_MS = 2_000;
/** Seconds that a reading may wait on the device for company: where there is a group, and where there is none. */
const CALM_WAIT_S = 5;
const CLOSE_WAIT_S = 1;
/** After a failed commit. */
const RETRY_S = 1;
/** A device whose readings are not acknowledged so long after the commit was due may ask for it. */
const OVERDUE_S = 15;
/** A socket remembers the receipts through sleep, and is told of them no more often than this, ms. */
const REMEMBER_MS = 1_000;

/** What the stream needs of its object. */
export interface StreamHost {
	readonly sockets: Pick<DurableObjectState, "acceptWebSocket" | "getWebSockets" | "setWebSocketAutoResponse">;
	readonly intake: Intake;
	readonly pace: Pace;
	/** @throws when nothing could be written */
	readonly commit: () => void;
	readonly tagsOf: (patientId: string) => PatientTags;
	/** The device says what it runs. */
	readonly hearFirmware: (version: string | undefined) => void;
	readonly env: () => Pick<ObjectEnv, "STREAM_GROUP" | "STREAM_COMMIT_SECONDS" | "LIVE_CADENCE_MS">;
	readonly profile: () => DeviceProfile | null;
	/** Is told of new values, and knows whether somebody looks at them. */
	readonly line: Pick<WardLine, "show" | "watched">;
	/** What is to be remembered of when something was received. */
	readonly silence: { readonly receipts: readonly number[] };
}

/** What is known of a connection; survives hibernation with its socket. */
interface Peer extends ShownKey {
	/** `null` before `hello`. */
	readonly session: string | null;
	/** `group` as last told. */
	readonly group: number;
	/** Clock skew as last told, `null` when it was not worth telling. */
	readonly skewMs: number | null;
	/** It was told goodbye; what still comes is not read. */
	readonly over: boolean;
	/** The device's newest receipts, wall times, oldest first; absent before the first. */
	readonly receipts?: readonly number[];
}

export class DeviceStream {
	readonly #host: StreamHost;
	readonly #peers = new WeakMap<WebSocket, Peer>();
	/** Frames in a row that made no sense. */
	readonly #faults = new WeakMap<WebSocket, number>();
	readonly #router = AutoRouter();
	#asked = { from: 0, at: 0 };
	/** The next readings were perhaps here before: the device has come back, or was asked to send again. */
	#again = false;
	/** The last patient named, and the tag: readings name the same one for days. */
	#named: { readonly patientId: string; readonly tags: PatientTags } | null = null;

	/** No socket was there when last looked, and none came since: a device that posts over HTTP has none to tell. */
	#alone = false;

	constructor(host: StreamHost) {
		this.#host = host;
		// Answered by the platform without waking the object.
		host.sockets.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
		this.#router.get("/stream", (request: IRequest) => this.#connect(keyOf(request)));
	}

	/** The Worker's own request for a connection, whose key it has checked. */
	fetch(request: Request): Promise<Response> {
		return this.#router.fetch(request);
	}

	/** Accepts a connection. The newest wins: older ones are told so. */
	#connect(key: ShownKey): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		const present = this.#host.sockets.getWebSockets();
		this.#host.sockets.acceptWebSocket(server);
		this.#alone = false;
		this.#keep(server, { ...key, session: null, group: 0, skewMs: null, over: false });
		// Whoever is turned away takes nobody's place.
		if (this.#admit(server)) for (const older of present) this.#bye(older, "replaced");
		return new Response(null, { status: 101, webSocket: client });
	}

	/** A frame came. Never throws. */
	message(socket: WebSocket, data: string | ArrayBuffer): void {
		const now = Date.now();
		const peer = this.#peerOf(socket);
		if (peer.over || !this.#admit(socket)) return;
		if (typeof data !== "string") {
			return this.#fault(socket, [{ field: "", code: "wrong_type", message: "Frames are text" }]);
		}
		if (data.length > MAX_FRAME_LENGTH) return this.#bye(socket, "too_large");
		const check = checkDeviceFrame(data);
		if (!check.ok) return this.#fault(socket, check.errors);
		const { frame } = check;
		if (frame.type !== "hello" && peer.session === null) {
			return this.#fault(socket, [{ field: "type", code: "missing", message: "The first frame is hello" }]);
		}
		this.#faults.delete(socket);
		if (frame.type !== "hello") {
			const wait = this.#host.pace.admit(frame.type === "readings" ? frame.readings.length : 0, now);
			if (wait !== null) return this.#send(socket, { type: "slow", retry_after_s: wait });
		}
		try {
			switch (frame.type) {
				case "hello":
					this.#hello(socket, frame, now);
					break;
				case "readings":
					this.#readings(socket, peer.session as string, frame, now);
					break;
				case "flush":
					this.#flush(socket, peer.session as string, frame.through, now);
					break;
				default:
					frame satisfies never;
			}
			if (frame.type !== "flush") this.#noteSkew(socket, frame.now, now);
			this.#tellSettings(socket, now);
		} catch (error) {
			log("error", "stream.failed", { reason: reason(error) });
			// What was not committed is gone; the device has it still.
			this.#host.intake.reload();
			this.#send(socket, { type: "slow", retry_after_s: RETRY_S });
		}
	}

	/** After a commit, whoever asked for it: the device may forget what is on disk. */
	acknowledge(): void {
		if (this.#alone) return;
		const sockets = this.#host.sockets.getWebSockets();
		this.#alone = sockets.length === 0;
		for (const socket of sockets) {
			const { session, over } = this.#peerOf(socket);
			const through = session === null ? 0 : this.#host.intake.acknowledged(session);
			if (!over && through > 0) this.#send(socket, { type: "ack", through });
		}
	}

	/** The newest receipts, to a second, as the open connections remember them; empty where they do not. */
	get receipts(): readonly number[] {
		const remembered = this.#host.sockets.getWebSockets().map((socket) => this.#peerOf(socket).receipts ?? []);
		return remembered.reduce((newest, one) => ((one.at(-1) ?? 0) > (newest.at(-1) ?? 0) ? one : newest), []);
	}

	/** Milliseconds by which the newest receipt may be later than what is on disk says, where no connection remembers it. */
	get forgottenMs(): number {
		return this.#host.intake.mayHaveForgotten ? 1000 * this.#calmS : 0;
	}

	/** Seconds, and readings, that a calm patient's wait for company before they are committed. */
	get #calmS(): number {
		return this.#host.env().STREAM_COMMIT_SECONDS;
	}

	/** Whether a connection is open that was not told goodbye. */
	get open(): boolean {
		return this.#host.sockets.getWebSockets().some((socket) => !this.#peerOf(socket).over);
	}

	/** A connection closed. Call before the commit that follows. */
	closed(socket: WebSocket): void {
		const others = this.#host.sockets.getWebSockets().filter((other) => other !== socket);
		if (others.every((other) => this.#peerOf(other).over)) this.#host.intake.endStream();
	}

	/** Keys, or who is watching, have changed. */
	refresh(now: number): void {
		for (const socket of this.#host.sockets.getWebSockets()) {
			const { session, over } = this.#peerOf(socket);
			if (!over && this.#admit(socket) && session !== null) this.#tellSettings(socket, now);
		}
	}

	#hello(socket: WebSocket, frame: HelloFrame, now: number): void {
		const { intake, commit } = this.#host;
		if (frame.version !== STREAM_VERSION) return this.#bye(socket, "unsupported_version");
		const { session } = frame;
		commit();
		this.#host.hearFirmware(readFirmware(frame.firmware));
		// A session that we do not know began elsewhere in time: what was acknowledged to the device is not missing.
		const acknowledged = Math.max(intake.acknowledged(session), frame.acknowledged);
		// What was refused and acknowledged on a connection that broke: the device may have heard of neither.
		this.#refuse(socket, intake.refused(session, frame.acknowledged));
		intake.resume({ session, through: acknowledged });
		this.#asked = { from: 0, at: 0 };
		this.#again = true;
		const settings = this.#settings(now);
		this.#keep(socket, { ...this.#peerOf(socket), session, group: settings.group });
		this.#send(socket, { type: "welcome", version: STREAM_VERSION, acknowledged, settings, now });
	}

	#readings(socket: WebSocket, session: string, frame: ReadingsFrame, now: number): void {
		const { intake, commit, line, silence } = this.#host;
		const refusal = intake.refusal(this.#peerOf(socket));
		if (refusal?.outcome === "unavailable") {
			return this.#send(socket, { type: "slow", retry_after_s: refusal.retryAfter });
		}
		const next = intake.received(session) + 1;
		if (frame.first > next) return this.#askFrom(socket, next, now);
		const through = frame.first + frame.readings.length - 1;
		// Sent again because an acknowledgement was lost, or is still to come.
		if (through < next) return this.#ack(socket, session);

		const items: IngestItem[] = [];
		const seqs: number[] = [];
		const refused: Refusal[] = [];
		for (let seq = next; seq <= through; seq++) {
			const check = checkStreamed(frame.readings[seq - frame.first]);
			if (check.ok) {
				const { reading, timed, patientId } = check.value;
				items.push({ reading, timed, patientTag: patientId === null ? null : this.#tagsOf(patientId) });
				seqs.push(seq);
			} else refused.push({ seq, errors: check.errors });
		}
		this.#asked = { from: 0, at: 0 };
		let stored = 0;
		for (const [i, result] of intake.accept(items, now, { session, through }).entries()) {
			if (result.kind === "stored") stored++;
			else if (result.kind === "refused") refused.push({ seq: seqs[i] as number, errors: [result.error] });
		}
		// Before the commit, whose acknowledgement would otherwise pass them off as stored.
		this.#refuse(
			socket,
			refused.sort((a, b) => a.seq - b.seq),
		);
		intake.noteRefused(refused);
		const again = this.#again;
		this.#again = false;
		if (commitCause({ ...intake.pending, again }, this.#calmS) !== null) commit();
		if (stored === 0) return;
		line.show(now);
		// Memory goes with sleep, which comes when nothing is heard any more: just when it matters since when.
		const peer = this.#peerOf(socket);
		if (now - (peer.receipts?.at(-1) ?? 0) >= REMEMBER_MS) this.#keep(socket, { ...peer, receipts: silence.receipts });
	}

	#flush(socket: WebSocket, session: string, through: number, now: number): void {
		this.#host.commit();
		const next = this.#host.intake.received(session) + 1;
		if (through >= next) return this.#askFrom(socket, next, now);
		this.#ack(socket, session);
	}

	/** Whether the socket's key is good; if not it is told goodbye. */
	#admit(socket: WebSocket): boolean {
		const refusal = this.#host.intake.refusal(this.#peerOf(socket));
		if (refusal === null || refusal.outcome === "unavailable") return true;
		// A device that left the fleet no longer takes its key: for whoever holds it that is a revocation.
		this.#bye(socket, refusal.outcome === "other_fleet" ? "revoked" : refusal.outcome);
		return false;
	}

	#refuse(socket: WebSocket, readings: readonly Refusal[]): void {
		if (readings.length > 0) this.#send(socket, { type: "refused", readings });
	}

	#ack(socket: WebSocket, session: string): void {
		this.#send(socket, { type: "ack", through: this.#host.intake.acknowledged(session) });
	}

	#askFrom(socket: WebSocket, from: number, now: number): void {
		this.#again = true;
		if (this.#asked.from === from && now - this.#asked.at < ASK_AGAIN_MS) return;
		this.#asked = { from, at: now };
		this.#send(socket, { type: "resend", from });
	}

	#fault(socket: WebSocket, errors: readonly FieldError[]): void {
		const faults = (this.#faults.get(socket) ?? 0) + 1;
		this.#faults.set(socket, faults);
		this.#send(socket, { type: "error", errors });
		if (faults >= MAX_FAULTS) this.#bye(socket, "protocol_error");
	}

	#noteSkew(socket: WebSocket, deviceNow: number | undefined, now: number): void {
		if (deviceNow === undefined) return;
		const profile = this.#host.profile();
		const ms = Math.round(deviceNow - (profile === null ? now : deviceTime(profile, now)));
		this.#host.intake.skewMs = ms;
		const peer = this.#peerOf(socket);
		const matters = Math.abs(ms) >= SKEW_MATTERS_MS;
		const told = peer.skewMs;
		if (told === null ? !matters : matters && Math.abs(ms - told) < SKEW_CHANGED_MS) return;
		this.#keep(socket, { ...peer, skewMs: matters ? ms : null });
		this.#send(socket, { type: "skew", ms });
	}

	/** Close to a patient at risk each reading comes by itself. */
	#settings(now: number): StreamSettings {
		const { intake, env, line } = this.#host;
		const group = intake.atRisk ? 1 : calmGroup(env(), line.watched(now));
		return {
			group,
			every_s: group === 1 ? CLOSE_WAIT_S : CALM_WAIT_S,
			max_in_flight: MAX_IN_FLIGHT,
			max_readings_per_message: MAX_MESSAGE_READINGS,
			flush_after_s: this.#calmS + OVERDUE_S,
		};
	}

	#tellSettings(socket: WebSocket, now: number): void {
		const peer = this.#peerOf(socket);
		if (peer.over || peer.session === null) return;
		const settings = this.#settings(now);
		if (settings.group === peer.group) return;
		this.#keep(socket, { ...peer, group: settings.group });
		this.#send(socket, { type: "settings", settings });
	}

	#tagsOf(patientId: string): PatientTags {
		if (this.#named?.patientId !== patientId) this.#named = { patientId, tags: this.#host.tagsOf(patientId) };
		return this.#named.tags;
	}

	#bye(socket: WebSocket, why: ByeReason): void {
		const peer = this.#peerOf(socket);
		if (peer.over) return;
		const code = BYE_CODES[why];
		this.#keep(socket, { ...peer, over: true });
		this.#send(socket, { type: "bye", code, reason: why });
		try {
			socket.close(code, why);
		} catch (error) {
			log("info", "device.gone", { reason: reason(error) });
		}
	}

	#peerOf(socket: WebSocket): Peer {
		let peer = this.#peers.get(socket);
		if (peer === undefined) {
			peer = socket.deserializeAttachment() as Peer;
			this.#peers.set(socket, peer);
		}
		return peer;
	}

	#keep(socket: WebSocket, peer: Peer): void {
		this.#peers.set(socket, peer);
		socket.serializeAttachment(peer);
	}

	#send(socket: WebSocket, frame: EdgeFrame): void {
		try {
			socket.send(JSON.stringify(frame));
		} catch (error) {
			// It closed meanwhile; whoever comes back says how far it was acknowledged.
			log("info", "device.gone", { reason: reason(error) });
		}
	}
}
