/** People and simulated beds for benchmarks that ask about patients. */

/** Readings in a request, the most that one takes. */
const BATCH = 1000;
/** The device's clock stands so long before the end while most is sent: nothing may be older than a day. */
const LATE_S = 300;
export const BENCH_WARD = "bench";

/** Signed in, or with a device's key. @throws Error unless the answer is a success */
export type Call = (
	method: string,
	path: string,
	body?: unknown,
	key?: string,
	more?: Readonly<Record<string, string>>,
) => Promise<Response>;

/** A demo person. */
export async function caller(url: string, person = "admin"): Promise<Call> {
	const signedIn = await fetch(`${url}/sign-in`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ person }),
		redirect: "manual",
	});
	const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
	return async (method, path, body, key, more = {}) => {
		const headers: Record<string, string> =
			key === undefined ? { cookie, origin: url } : { authorization: `Bearer ${key}` };
		const response = await fetch(url + path, {
			method,
			headers: { ...headers, ...more },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		if (response.ok) return response;
		throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
	};
}

interface Bed {
	readonly device: string;
	readonly bed: string;
	/** Its first reading's time less a second, milliseconds since the epoch: by a clock of its own. */
	readonly begin: number;
	/** Readings, one a second. */
	readonly seconds: number;
}

/** Enrols a simulated device and sends what it measured. */
export async function fillBed(call: Call, { device: id, bed, begin, seconds }: Bed): Promise<void> {
	const device = `/api/v1/devices/${id}`;
	const enrolment = { ward_id: BENCH_WARD, bed, simulated: true };
	await call("PUT", `/api/v1/wards/${BENCH_WARD}`, { name: "Bench" });
	await call("PUT", device, enrolment);
	const { key } = (await (await call("POST", `${device}/keys`)).json()) as { key: string };
	const setClock = (now: number) => call("PUT", `${device}/clock`, { now, rate: 1 }, key);
	await setClock(begin);
	await call("PUT", device, { ...enrolment, patient_id: `patient-${id}` });
	// The assignment begins a moment after the clock was set; the readings with the second after it.
	const first = begin + 1000;
	await setClock(first + Math.max(0, seconds - LATE_S) * 1000);
	let late = false;
	for (let done = 0; done < seconds; done += BATCH) {
		if (!late && done + BATCH > seconds - LATE_S) {
			late = true;
			await setClock(first + seconds * 1000);
		}
		const count = Math.min(BATCH, seconds - done);
		await call(
			"POST",
			"/api/v1/telemetry/batch",
			Array.from({ length: count }, (_, i) => reading(id, first, done + i)),
			key,
		);
	}
}

function reading(device: string, first: number, second: number) {
	const wave = (period: number, by: number) => Math.round(Math.sin(second / period) * by * 10) / 10;
	const noise = (n: number) => ((second * 7919 * n) % 101) / 101 - 0.5;
	return {
		device_id: device,
		patient_id: `patient-${device}`,
		timestamp: first + second * 1000,
		heart_rate: Math.round(76 + wave(3600, 6) + 6 * noise(1)),
		spo2: Math.round(97 + noise(3)),
		respiratory_rate: Math.round(15 + wave(5000, 2) + 2 * noise(5)),
		temperature: Math.round((36.8 + wave(20_000, 0.2)) * 10) / 10,
		systolic_pressure: Math.round(124 + wave(4000, 8) + 5 * noise(7)),
		diastolic_pressure: Math.round(74 + wave(4000, 5) + 4 * noise(9)),
		mean_pressure: Math.round(91 + wave(4000, 6) + 4 * noise(11)),
		etco2: Math.round(38 + wave(3000, 2)),
		pulse_rate: Math.round(76 + wave(3600, 6) + 6 * noise(13)),
		battery_level: 80,
	};
}
