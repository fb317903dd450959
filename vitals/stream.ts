/**
 * What travels between a device and its object (`GET /api/v1/devices/:id/stream`, WebSocket, JSON text
 * frames; the text `ping` is answered with `pong`). docs/stream-protocol.md tells the whole story.
 */
import { parseDeviceJson } from "./json.ts";
import type { FieldError } from "./problem.ts";

/** A device that says another number in its `hello` is told which one is spoken here. */
export const STREAM_VERSION = 1;

/** Readings in one message, at most. */
export const MAX_MESSAGE_READINGS = 1000;
/** Characters in one frame, at most. */
export const MAX_FRAME_LENGTH = 1024 * 1024;
/** Readings that may be on their way without acknowledgement. */
export const MAX_IN_FLIGHT = 1000;
/** Frames in a row that make no sense before the connection is closed. */
export const MAX_FAULTS = 3;

/** What is read as session: the device's name for one run of its counter. */
const SESSION_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** How the device should send. Binding as upper limits: sending sooner or fewer is always right. */
export interface StreamSettings {
	/** Readings to gather in a message, 1 to 60. */
	readonly group: number;
	/** Seconds that a reading may wait for the message to fill. */
	readonly every_s: number;
	/** Readings that may be on their way without acknowledgement. */
	readonly max_in_flight: number;
	readonly max_readings_per_message: number;
	/** Unacknowledged for so long: send `flush`. Seconds. */
	readonly flush_after_s: number;
}

/** First frame of every connection. */
export interface HelloFrame {
	readonly type: "hello";
	readonly version: number;
	readonly session: string;
	/** Highest sequence number of the session that was acknowledged to the device; 0 at its beginning. */
	readonly acknowledged: number;
	/** The device's clock, milliseconds since the epoch. */
	readonly now?: number;
	/** What the device runs; what cannot be kept is passed over (`readFirmware`). */
	readonly firmware?: unknown;
}

export interface ReadingsFrame {
	readonly type: "readings";
	/** Sequence number of the first of `readings`; the others follow without gaps. */
	readonly first: number;
	/** Each as `POST /api/v1/telemetry` takes it, without `device_id`; `timestamp` is required. */
	readonly readings: readonly unknown[];
	readonly now?: number;
}

/** Asks for an acknowledgement now. */
export interface FlushFrame {
	readonly type: "flush";
	/** Highest sequence number sent so far. */
	readonly through: number;
}

export type DeviceFrame = HelloFrame | ReadingsFrame | FlushFrame;

/** Answers `hello`. */
export interface WelcomeFrame {
	readonly type: "welcome";
	readonly version: typeof STREAM_VERSION;
	/** Readings through this one are dealt with; send from the next. */
	readonly acknowledged: number;
	readonly settings: StreamSettings;
	/** The edge's clock, milliseconds since the epoch. */
	readonly now: number;
}

/** On disk, or refused, or a duplicate: the device may forget readings through this one. */
export interface AckFrame {
	readonly type: "ack";
	readonly through: number;
}

/** Something before what came is missing. Nothing from `from` on is held here: send again from there. */
export interface ResendFrame {
	readonly type: "resend";
	readonly from: number;
}

/** Nothing can be taken just now. Wait so long, then send again everything that is not acknowledged. */
export interface SlowFrame {
	readonly type: "slow";
	readonly retry_after_s: number;
}

/** Readings that will not be taken, whatever is done; the `ack` that follows covers them. */
export interface RefusedFrame {
	readonly type: "refused";
	readonly readings: readonly { readonly seq: number; readonly errors: readonly FieldError[] }[];
}

export interface SettingsFrame {
	readonly type: "settings";
	readonly settings: StreamSettings;
}

/** The device's clock minus the edge's, milliseconds: told when it matters and when it changes. */
export interface SkewFrame {
	readonly type: "skew";
	readonly ms: number;
}

/** A frame made no sense. Nothing of it was taken. */
export interface ErrorFrame {
	readonly type: "error";
	readonly errors: readonly FieldError[];
}

/** Last frame before the edge closes the connection with `code`. */
export interface ByeFrame {
	readonly type: "bye";
	readonly code: number;
	readonly reason: ByeReason;
}

export type EdgeFrame =
	| WelcomeFrame
	| AckFrame
	| ResendFrame
	| SlowFrame
	| RefusedFrame
	| SettingsFrame
	| SkewFrame
	| ErrorFrame
	| ByeFrame;

/** Close codes. Stable; what a device should do with each is in the documentation. */
export const BYE_CODES = {
	/** The frame was longer than `MAX_FRAME_LENGTH`. */
	too_large: 1009,
	/** `MAX_FAULTS` frames in a row made no sense. */
	protocol_error: 4400,
	/** The key is no longer valid. */
	revoked: 4401,
	/** The device is not registered. */
	unknown_device: 4404,
	/** The device has connected anew; the newer connection goes on. */
	replaced: 4409,
	/** This version of the protocol is not spoken here. */
	unsupported_version: 4426,
} as const;
export type ByeReason = keyof typeof BYE_CODES;

export type FrameCheck =
	| { readonly ok: true; readonly frame: DeviceFrame }
	| { readonly ok: false; readonly errors: readonly FieldError[] };

const TYPES = ["hello", "readings", "flush"] as const satisfies readonly DeviceFrame["type"][];

const fault = (field: string, code: FieldError["code"], message: string): FrameCheck => ({
	ok: false,
	errors: [{ field, code, message }],
});

const isCount = (value: unknown, least: number): value is number =>
	Number.isSafeInteger(value) && (value as number) >= least;

/** Checks a device's frame, not yet the readings in it. Never throws, and never quotes the frame. */
export function checkDeviceFrame(text: string): FrameCheck {
	const parsed = parseDeviceJson(text);
	if (parsed === undefined) return fault("", "malformed_json", "A frame is JSON");
	if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
		return fault("", "wrong_type", "A frame is a JSON object");
	const body = parsed as Record<string, unknown>;
	if (body["now"] !== undefined && !isCount(body["now"], 1))
		return fault("now", "bad_format", "now must be whole milliseconds since the epoch");
	switch (body["type"]) {
		case "hello":
			if (!isCount(body["version"], 1)) return fault("version", "bad_format", "version must be a whole number");
			if (typeof body["session"] !== "string" || !SESSION_PATTERN.test(body["session"]))
				return fault("session", "bad_format", "session must be 1 to 64 letters, digits, - or _");
			if (!isCount(body["acknowledged"], 0))
				return fault("acknowledged", "bad_format", "acknowledged must be a whole number from 0");
			break;
		case "readings": {
			const readings = body["readings"];
			if (!isCount(body["first"], 1)) return fault("first", "bad_format", "first must be a whole number from 1");
			if (!Array.isArray(readings)) return fault("readings", "wrong_type", "readings must be a list");
			if (readings.length === 0) return fault("readings", "missing", "A message holds at least one reading");
			if (readings.length > MAX_MESSAGE_READINGS) {
				const message = `A message holds at most ${MAX_MESSAGE_READINGS} readings, got ${readings.length}`;
				return fault("readings", "out_of_range", message);
			}
			if (!isCount(body["first"] + readings.length, 1))
				return fault("first", "out_of_range", "first is beyond what can be counted");
			break;
		}
		case "flush":
			if (!isCount(body["through"], 0)) return fault("through", "bad_format", "through must be a whole number from 0");
			break;
		default:
			return fault("type", "bad_format", `type must be one of ${TYPES.join(", ")}`);
	}
	return { ok: true, frame: body as unknown as DeviceFrame };
}
