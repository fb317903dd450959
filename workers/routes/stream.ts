import { STREAM_GENERATION_HEADER } from "../../durable-objects/device-monitor.ts";
import type { Handler } from "../context.ts";
import { Problem } from "../problem.ts";

/** `GET /api/v1/devices/:id/stream`: a device's WebSocket to its object. Frames: `vitals/stream.ts`. */
export const connectStream: Handler = async (context) => {
	const device = context.get("device");
	if (context.req.param("id") !== device.deviceId) throw new Problem("forbidden", "This key belongs to another device");
	if (context.req.header("upgrade")?.toLowerCase() !== "websocket") {
		throw new Problem("upgrade_required", "Connect with a WebSocket");
	}
	// A request of our own: nothing that the device sent with its own is taken for what was checked here.
	return context.env.DEVICE_MONITOR.getByName(device.deviceId).fetch("https://device.internal/stream", {
		headers: { upgrade: "websocket", [STREAM_GENERATION_HEADER]: String(device.generation) },
	});
};
