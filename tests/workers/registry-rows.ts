/** Rows of the registry as others would have written them: enough for what only asks whose they are. */
import { env } from "cloudflare:workers";

/** An episode of the device and a report on its patient. Returns their ids. */
export async function rowsOf(device: string, ward: string, patient: string) {
	const episode = crypto.randomUUID();
	const report = `R-${crypto.randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
	await env.DB.batch([
		env.DB.prepare(
			`INSERT INTO episodes (id, version, device_id, ward_id, channel, rule, status, risk, peak_score, opened_at, updated_at,
				vitals_at_onset, contributions, sentence) VALUES (?, 1, ?, ?, 'technical', 'battery', 'open', 'MEDIUM', 0, 1, 1, '{}', '[]', '')`,
		).bind(episode, device, ward),
		env.DB.prepare(
			`INSERT INTO reports (id, version, surrogate, ward_id, devices, from_at, to_at, created_at, created_by, labelled, pages,
				bytes, content_hash, file_hash) VALUES (?, 1, ?, ?, ?, 1, 2, ?, 'x', 0, 1, 1, '', '')`,
		).bind(report, patient, ward, JSON.stringify([device]), Date.now()),
	]);
	return { episode, report };
}
