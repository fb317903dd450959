import { describe, expect, it } from "vitest";
import { deploy, rollBack } from "../../scripts/deploy/deploy.ts";
import { scene, SECRETS, TEAM, type Scene } from "./stand-in.ts";

const OPTIONS = { secrets: "vault.env" };

/** A scene in which one deployment went well; what it did is forgotten. */
async function deployed(): Promise<Scene> {
	const played = scene();
	await deploy(played.machine, OPTIONS);
	played.world.recorded = "none";
	played.changes.length = 0;
	played.said.length = 0;
	return played;
}

describe("a first deployment", () => {
	it("makes all that is missing, migrates, deploys the Worker with its secrets and then the dashboard", async () => {
		const { machine, changes, world } = scene();
		await deploy(machine, OPTIONS);
		expect(changes).toEqual([
			"d1 create registry",
			"d1 create search",
			"r2 bucket create lake",
			"vectorize create passages --dimensions 1024 --metric cosine",
			"vectorize create-metadata-index passages --propertyName kind --type string",
			"vectorize create-metadata-index passages --propertyName ward --type string",
			"vectorize create-metadata-index passages --propertyName patient --type string",
			"pages project create dashboard --production-branch main --force",
			"d1 migrations apply DB --remote --env production",
			"d1 migrations apply SEARCH --remote --env production",
			`deploy --env production --secrets-file ${SECRETS.join("+")}`,
			"web: pages deploy --project-name dashboard --branch main --commit-dirty=true --force",
		]);
		expect(world.secrets).toEqual(SECRETS);
	});

	it("writes the databases' ids into production's part of wrangler.toml, and nowhere else", async () => {
		const { machine, world, said } = scene();
		const before = world.toml.split("\n");
		await deploy(machine, OPTIONS);
		const changed = world.toml.split("\n").flatMap((line, n) => (line === before[n] ? [] : [line]));
		expect(changed).toEqual(world.databases.map(({ uuid }) => `database_id = "${uuid}"`));
		expect(said.filter((line) => line.includes("Commit that"))).toHaveLength(2);
	});

	it("confines what it makes to the jurisdiction, and says so in wrangler.toml", async () => {
		const { machine, changes, world } = scene();
		world.jurisdiction = "eu";
		await deploy(machine, { ...OPTIONS, location: "weur" });
		expect(changes.slice(0, 3)).toEqual([
			"d1 create registry --jurisdiction eu",
			"d1 create search --jurisdiction eu",
			"r2 bucket create lake --jurisdiction eu",
		]);
		expect(world.toml).toContain('binding = "LAKE"\njurisdiction = "eu"\nbucket_name = "lake"');
	});

	it("makes things where it is asked to, when no jurisdiction confines them", async () => {
		const { machine, changes } = scene();
		await deploy(machine, { ...OPTIONS, location: "weur" });
		expect(changes.slice(0, 3)).toEqual([
			"d1 create registry --location weur",
			"d1 create search --location weur",
			"r2 bucket create lake --location weur",
		]);
	});

	it("that does not answer stays as it is, and says that there is nothing to go back to", async () => {
		const { machine, changes, world } = scene();
		machine.internet.fetch = () => Promise.resolve(new Response("no", { status: 404 }));
		await expect(deploy(machine, OPTIONS)).rejects.toThrow("no version before it");
		expect(changes.filter((line) => line.startsWith("rollback"))).toEqual([]);
		expect(world.live).not.toBeNull();
	});
});

describe("a deployment", () => {
	it("that has nothing new makes nothing, migrates nothing and leaves wrangler.toml alone", async () => {
		const { machine, changes, world } = await deployed();
		const before = world.toml;
		await deploy(machine, {});
		expect(changes).toEqual([
			"deploy --env production",
			"web: pages deploy --project-name dashboard --branch main --commit-dirty=true --force",
		]);
		expect(world.toml).toBe(before);
	});

	it.each(["d1 create search", "r2 bucket create", "property ward", "pages project", "apply SEARCH", "deploy --env"])(
		"that failed at '%s' is resumed by running it again, without making anything twice",
		async (failing) => {
			const whole = scene();
			await deploy(whole.machine, OPTIONS);
			const { machine, changes, world } = scene();
			world.failing = failing.replace("property", "--propertyName");
			await expect(deploy(machine, OPTIONS)).rejects.toThrow("code: 10013");
			world.failing = null;
			const failedOnes = changes.splice(-1);
			await deploy(machine, OPTIONS);
			// Each once: what failed was tried again, nothing else was.
			expect(changes).toEqual(whole.changes);
			expect(whole.changes).toContain(failedOnes[0]);
			expect(world.toml).toBe(whole.world.toml);
		},
	);

	it("whose Worker does not answer well goes back to the version before, and leaves the dashboard alone", async () => {
		const { machine, changes, world } = await deployed();
		const before = world.live as string;
		world.ill.add(`${String(101).padStart(8, "0")}-1111-4222-8333-444455556666`);
		await expect(deploy(machine, {})).rejects.toThrow(/Rolled back to .*\n.*\/health says degraded \(503\)/);
		expect(changes).toEqual([
			"deploy --env production",
			`rollback ${before} --env production --message The smoke test of a deployment failed --yes`,
		]);
		expect(world.live).toBe(before);
	});

	it("is refused, and changes nothing, under another jurisdiction than its data's", async () => {
		const { machine, changes, world } = await deployed();
		world.recorded = "eu";
		await expect(deploy(machine, {})).rejects.toThrow("the data of this deployment live under eu");
		expect(changes).toEqual([]);
	});

	it("is refused where the databases lie under another jurisdiction than the setting", async () => {
		const { machine, changes, world } = await deployed();
		world.jurisdiction = "eu";
		await expect(deploy(machine, {})).rejects.toThrow(
			"the database registry lies under no jurisdiction, and JURISDICTION is eu",
		);
		expect(changes).toEqual([]);
	});

	it("does not put an empty database in the place of one that is gone", async () => {
		const { machine, changes, world } = await deployed();
		world.databases.shift();
		await expect(deploy(machine, {})).rejects.toThrow(
			"names the database registry (DB), which this account does not have",
		);
		expect(changes).toEqual([]);
	});

	it("names each secret that is missing, each faulty setting, and whoever is not signed in, before it changes anything", async () => {
		const { machine, changes, world } = scene();
		const faulty = { ...machine, faults: () => Promise.resolve(["the setting ACCESS_AUDIENCE is empty"]) };
		await expect(deploy(faulty, {})).rejects.toThrow(
			/ROOT_KEY, PATIENT_KEY\. With --secrets FILE[\s\S]*the setting ACCESS_AUDIENCE is empty/,
		);
		world.signedIn = false;
		await expect(deploy(machine, OPTIONS)).rejects.toThrow("npx wrangler login");
		expect(changes).toEqual([]);
	});
});

describe("migrations", () => {
	it("that add come before the new code, those that take away after it was asked", async () => {
		const { machine, changes, world } = await deployed();
		world.files["migrations"]?.push("0002_more.sql", "0003_contract_less.sql");
		await deploy(machine, {});
		expect(changes).toEqual([
			"d1 migrations apply DB --remote --config /tmp/staged/wrangler.toml",
			"deploy --env production",
			"web: pages deploy --project-name dashboard --branch main --commit-dirty=true --force",
			"d1 migrations apply DB --remote --env production",
		]);
	});

	it("that take away are not applied when the new code does not answer well", async () => {
		const { machine, world } = await deployed();
		world.files["migrations"]?.push("0002_more.sql", "0003_contract_less.sql");
		machine.internet.fetch = () => Promise.resolve(new Response("no", { status: 500 }));
		await expect(deploy(machine, {})).rejects.toThrow("Rolled back");
		expect(world.databases[0]?.applied.at(-1)).toBe("0002_more.sql");
	});

	it("of a release that was left out are refused, where the running code may need what they take away", async () => {
		const { machine, changes, world } = await deployed();
		world.files["migrations"]?.push("0002_contract_less.sql", "0003_more.sql");
		await expect(deploy(machine, {})).rejects.toThrow("deploy the release that ends with 0002_contract_less.sql first");
		expect(changes).toEqual([]);
	});
});

describe("going back", () => {
	it("makes the version before live, and asks it", async () => {
		const { machine, changes, world, said } = await deployed();
		const before = world.live;
		await deploy(machine, {});
		changes.length = 0;
		await rollBack(machine, {});
		expect(changes).toEqual(["rollback --env production --message npm run deploy -- --rollback --yes"]);
		expect(world.live).toBe(before);
		expect(said.at(-1)).toBe("It answers: https://care.hospital.example");
	});
});

describe("the smoke test", () => {
	const to = (location: string) => new Response(null, { status: 302, headers: { location } });
	const illness = [
		["an older version that still answers", "/health", () => Response.json({ status: "ok", version: "old" }), "not by"],
		["Access in front of devices", "/health", () => to(`https://${TEAM}/login`), "is behind Access"],
		[
			"a reading that is taken without a key",
			"/api/v1/telemetry",
			() => Response.json({}, { status: 202 }),
			"not refused",
		],
		["wards that anybody sees", "/api/v1/wards", () => Response.json({ data: [] }), "for nobody are answered with 200"],
		["wards that are sent elsewhere", "/api/v1/wards", () => to("https://elsewhere.example/"), "answered with 302"],
		["no dashboard", "/", () => new Response("", { status: 404 }), "the dashboard is not there (404)"],
		["an address that does not exist", "/", () => Promise.reject(new Error("ENOTFOUND")), "cannot be asked"],
	] as const;
	it.each(illness)("notices %s", async (_, path, answer, sentence) => {
		const { machine } = await deployed();
		const well = machine.internet.fetch;
		machine.internet.fetch = async (url, init) => (new URL(url).pathname === path ? answer() : well(url, init));
		await expect(deploy(machine, {})).rejects.toThrow(sentence);
	});
});
