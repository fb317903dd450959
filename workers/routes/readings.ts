import { connectRegistry } from "../../registry/connect.ts";
import { findDevice } from "../../registry/devices.ts";
import type { Page, ReadingEntry } from "../../vitals/api.ts";
import { flagNames } from "../../vitals/reading.ts";
import type { Handler } from "../context.ts";
import { countQuery, deviceIdParam } from "../params.ts";
import { Problem } from "../problem.ts";

/** `GET /api/v1/devices/:id/readings`: the newest readings, from the device's object, newest first. */
export const getReadings: Handler = async (context) => {
	const id = deviceIdParam(context.req.param("id"));
	const limit = countQuery(context.req.query("limit"), "limit", 1, 1000, 20);
	if ((await findDevice(connectRegistry(context.env.DB), id)) === null) {
		throw new Problem("unknown_device", "No device of that id is registered");
	}
	const readings = await context.env.DEVICE_MONITOR.getByName(id).chart(limit);
	const data = readings.map(({ reading, news2 }): ReadingEntry => ({
		seq: reading.seq,
		timestamp: new Date(reading.timestamp).toISOString(),
		received_at: new Date(reading.receivedAt).toISOString(),
		vitals: reading.vitals,
		battery_level: reading.battery,
		score: reading.score,
		risk: reading.risk,
		flags: flagNames(reading.flags),
		news2,
	}));
	return context.json({ data, next_cursor: null } satisfies Page<ReadingEntry>);
};
