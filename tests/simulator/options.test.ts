import { describe, expect, it } from "vitest";
import { parseFleet, parseReplay, parseWard } from "../../simulator/options.ts";

describe("command line", () => {
	it("gives the demo ward when nothing is said", () => {
		expect(parseWard([])).toMatchObject({
			scenario: { name: "demo-ward" },
			beds: 16,
			ward: "ward-a",
			seed: "1",
			cadenceSeconds: 1,
			postEverySeconds: 1,
			durationSeconds: null,
			url: "http://localhost:8787",
			json: false,
		});
	});

	it("takes a scenario's own number of beds, a duration, and 0 for never giving up", () => {
		expect(parseWard(["--scenario", "icu-noisy", "--duration", "30", "--give-up", "0"])).toMatchObject({
			beds: 12,
			durationSeconds: 30,
			policy: { giveUpMs: Number.POSITIVE_INFINITY },
		});
	});

	it("reads a replay's records, set and speed", () => {
		expect(parseReplay(["--data", "d", "--records", "k24, k25", "--speed", "20", "--set", "hourly"])).toMatchObject({
			data: "d",
			records: ["k24", "k25"],
			speed: 20,
			set: "hourly",
			ward: "replay",
			batch: 20,
		});
		expect(parseReplay(["--data", "d"])).toMatchObject({ records: null, speed: null, set: "auto" });
	});

	it("reads a fleet, and the network it is on", () => {
		expect(parseFleet([])).toMatchObject({
			devices: 1000,
			rate: 1,
			transport: "stream",
			network: { loss: 0, delayMs: [0, 0] },
		});
		expect(
			parseFleet([
				"--devices",
				"5",
				"--processes",
				"9",
				"--scenario",
				"calm-ward, icu-noisy",
				"--delay",
				"20-80",
				"--skew",
				"2",
			]),
		).toMatchObject({
			processes: 5,
			scenarios: [{ name: "calm-ward" }, { name: "icu-noisy" }],
			network: { delayMs: [20, 80] },
			stormEverySeconds: null,
			skewMs: 2000,
		});
		expect(parseFleet(["--scenario", "bad-reception", "--loss", "0.1"])).toMatchObject({
			network: { loss: 0.1, delayMs: [20, 400] },
		});
		expect(parseFleet(["--delay", "15"])).toMatchObject({ network: { delayMs: [15, 15] } });
	});

	it.each([
		[["--devices", "0"], "--devices must be a number from 1 to 100000"],
		[["--transport", "pigeon"], "--transport must be one of stream, http, batch"],
		[["--loss", "1"], "--loss must be a number from 0 to 0.9"],
		[["--delay", "80-20"], "--delay must go from less to more"],
		[["--scenario", "calm-ward,chaos"], /--scenario must be a file or one of demo-ward, .*, got "chaos"/],
		[["--skew", "3600"], "--skew must be a number from 0 to 240"],
	])("refuses fleet %j, naming the option", (args, message) => {
		expect(() => parseFleet(args)).toThrow(message);
	});

	it("gives help to whoever asks, even without the options it needs", () => {
		expect([parseWard(["--help"]), parseReplay(["-h"])]).toEqual(["help", "help"]);
	});

	it.each([
		[["--beds", "0"], "--beds must be a number from 1 to 10000"],
		[["--beds", "2.5"], "--beds must be a whole number"],
		[["--cadence", "fast"], "--cadence must be a number"],
		[
			["--scenario", "chaos"],
			"--scenario must be a file or one of demo-ward, icu-noisy, calm-ward, access-point-restarts",
		],
		[["--ward", "Ward A"], "--ward must be up to 30 small letters"],
		[["--bed", "3"], "--bed"],
	])("refuses ward %j, naming the option", (args, message) => {
		expect(() => parseWard(args)).toThrow(message);
	});

	it.each([
		[[], "--data is missing"],
		[["--data", "d", "--speed", "4000"], "--speed must be a number from 0.01 to 3600"],
		[["--data", "d", "--batch", "1001"], "--batch must be a number from 1 to 1000"],
		[["--data", "d", "--records", ","], "--records must name at least one record"],
	])("refuses replay %j, naming the option", (args, message) => {
		expect(() => parseReplay(args)).toThrow(message);
	});
});
