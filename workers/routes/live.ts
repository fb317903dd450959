import { VIEWER_HEADER } from "../../durable-objects/ward/viewers.ts";
import { connectRegistry } from "../../registry/connect.ts";
import { wardExists } from "../../registry/wards.ts";
import type { Handler } from "../context.ts";
import { wardIdParam } from "../params.ts";
import { stationIn } from "../placement.ts";
import { Problem } from "../problem.ts";

/** `GET /api/v1/wards/:id/live`: a WebSocket to the ward's station. Frames: `vitals/live.ts`. */
export const connectLive: Handler = async (context) => {
	if (context.req.header("upgrade")?.toLowerCase() !== "websocket") {
		throw new Problem("upgrade_required", "Connect with a WebSocket");
	}
	const wardId = wardIdParam(context.req.param("id"), "id");
	if (!(await wardExists(connectRegistry(context.env.DB), wardId)))
		throw new Problem("not_found", "No ward of that id exists");
	const station = await stationIn(context.env, wardId);
	return station.fetch("https://ward.internal/live", {
		headers: { upgrade: "websocket", [VIEWER_HEADER]: JSON.stringify(context.get("session")) },
	});
};
