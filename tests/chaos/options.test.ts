import { describe, expect, it } from "vitest";
import { parseOptions } from "../../chaos/options.ts";
import { UsageError } from "../../simulator/option-values.ts";

describe("the command line of chaos", () => {
	it("reads every option", () => {
		const args = "--seed x --minutes 2 --kills 3 --devices 9 --rate 5 --ram --sabotage ack-before-commit --json --keep";
		expect(parseOptions(args.split(" "))).toEqual({
			seed: "x",
			minutes: 2,
			kills: 3,
			devices: 9,
			rate: 5,
			ram: true,
			sabotage: "ack-before-commit",
			port: 9200,
			json: true,
			keep: true,
		});
		expect(parseOptions(["--help"])).toBe("help");
	});

	it.each([
		["--kills", "many"],
		["--kills", "1.5"],
		["--devices", "3"],
		["--minutes", "0"],
		["--sabotage", "everything"],
	])("names the option when %s is %s", (option, value) => {
		expect(() => parseOptions([option, value])).toThrow(UsageError);
		expect(() => parseOptions([option, value])).toThrow(option);
	});
});
