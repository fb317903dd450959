import { streamRequest } from "../../durable-objects/device/stream-request.ts";
import { mayWriteAs, shownKey } from "../access/writer.ts";
import type { Handler } from "../context.ts";
import { deviceIdParam } from "../params.ts";
import { Problem } from "../problem.ts";

/** `GET /api/v1/devices/:id/stream`: a device's WebSocket to its object. Frames: `vitals/stream.ts`. */
export const connectStream: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const writer = context.get("writer");
	if (!mayWriteAs(writer, id)) throw new Problem("forbidden", "This key belongs to another device");
	if (context.req.header("upgrade")?.toLowerCase() !== "websocket") {
		throw new Problem("upgrade_required", "Connect with a WebSocket");
	}
	return context.env.DEVICE_MONITOR.getByName(id).fetch(streamRequest(shownKey(writer)));
};
