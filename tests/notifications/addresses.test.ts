import { describe, expect, it } from "vitest";
import { addressFault } from "../../notifications/addresses.ts";

describe("an address outside local development", () => {
	it.each([
		"https://hooks.example.org/x?token=1",
		"https://hooks.example.org:8443/",
		"https://fcm.googleapis.com/fcm/send/abc",
		"https://updates.push.services.mozilla.com/wpush/v2/abc",
		"https://xn--bcher-kva.example/",
	])("is good: %s", (address) => expect(addressFault(address, false)).toBeNull());

	it.each([
		["http://hooks.example.org/", "https://"],
		["ftp://hooks.example.org/", "https://"],
		["javascript:alert(1)", "https://"],
		["https://user:secret@hooks.example.org/", "name or password"],
		["https://user@hooks.example.org/", "name or password"],
		["https://127.0.0.1/", "IP address"],
		["https://127.1/", "IP address"],
		["https://2130706433/", "IP address"],
		["https://0x7f000001/", "IP address"],
		["https://0177.0.0.1/", "IP address"],
		["https://10.0.0.5/", "IP address"],
		["https://192.168.1.1/", "IP address"],
		["https://169.254.169.254/latest/meta-data/", "IP address"],
		["https://93.184.216.34/", "IP address"],
		["https://１２７.０.０.１/", "IP address"],
		["https://[::1]/", "IP address"],
		["https://[fe80::1]/", "IP address"],
		["https://[fd00::1]/", "IP address"],
		["https://[::ffff:127.0.0.1]/", "IP address"],
		["https://[64:ff9b::a00:1]/", "IP address"],
		["https://localhost/", "internet knows"],
		["https://localhost./", "internet knows"],
		["https://LOCALHOST/", "internet knows"],
		["https://a.localhost/", "internet knows"],
		["https://intranet/", "internet knows"],
		["https://printer.local/", "internet knows"],
		["https://metadata.google.internal/", "internet knows"],
		["https://router.home.arpa./", "internet knows"],
		["https://hooks.example.org:22/", "port"],
		["https://hooks.example.org:80/", "port"],
		["//hooks.example.org/", "such as"],
		["", "such as"],
		["https://", "such as"],
		[`https://hooks.example.org/${"x".repeat(2048)}`, "characters"],
		[null, "characters"],
		[["https://hooks.example.org/"], "characters"],
	])("is refused: %s", (address, why) => expect(addressFault(address, false)).toContain(why));
});

describe("an address on a developer's machine", () => {
	it.each(["http://127.0.0.1:9999/hook", "http://localhost/hook", "https://[::1]:8443/"])("is good: %s", (address) =>
		expect(addressFault(address, true)).toBeNull(),
	);
	it.each(["ftp://localhost/", "http://user:secret@localhost/", "file:///etc/passwd"])("is refused: %s", (address) =>
		expect(addressFault(address, true)).not.toBeNull(),
	);
});
