import { connectRegistry } from "../../registry/connect.ts";
import { addMember } from "../../registry/members.ts";
import type { Me } from "../../vitals/api.ts";
import type { Member } from "../../vitals/members.ts";
import type { Env } from "../env.ts";
import { Problem } from "../problem.ts";
import { sessionCookie } from "./session.ts";

type Demo = Pick<Member, "id" | "name" | "role" | "wards"> & { readonly about: string };

const DEMO_PEOPLE: readonly Demo[] = [
	{
		id: "nurse",
		name: "Nurse Amara",
		role: "clinician",
		wards: "all",
		about: "watches the wards and acts on episodes",
	},
	{
		id: "nurse-a",
		name: "Nurse Ravi",
		role: "clinician",
		wards: ["ward-a"],
		about: "works on Ward A and sees no other",
	},
	{ id: "viewer", name: "Ward screen", role: "viewer", wards: "all", about: "looks, and changes nothing" },
	{
		id: "engineer",
		name: "Engineer Ines",
		role: "engineer",
		wards: "all",
		about: "looks after devices, keys and the lake",
	},
	{ id: "admin", name: "Admin Bo", role: "admin", wards: "all", about: "may do everything" },
];

const MAX_FORM_BYTES = 4096;

/** Answers `/sign-in`; `null` for every other address. */
export async function handleSignIn(request: Request, env: Env): Promise<Response | null> {
	if (!request.url.includes("/sign-in")) return null;
	const url = new URL(request.url);
	if (url.pathname !== "/sign-in") return null;
	if (request.method === "GET") return page(safePath(url.searchParams.get("next")));
	if (request.method !== "POST") {
		return new Problem("method_not_allowed", "This address takes GET, POST").toResponse(crypto.randomUUID());
	}
	// A browser names the page the form came from; a command-line tool names none.
	const origin = request.headers.get("origin");
	if (origin !== null && origin !== url.origin) {
		return new Problem("forbidden", "Sign in from this site's own page").toResponse(crypto.randomUUID());
	}
	const asked = await readForm(request);
	const demo = DEMO_PEOPLE.find(({ id }) => id === asked?.person);
	if (asked === null || demo === undefined) {
		const message = `person must be one of ${DEMO_PEOPLE.map(({ id }) => id).join(", ")}`;
		const errors = [{ field: "person", code: "bad_format" as const, message }];
		return new Problem("validation_failed", message, { errors }).toResponse(crypto.randomUUID());
	}
	const { id, name, role, wards } = demo;
	// Added once; what an admin makes of them later stays.
	await addMember(connectRegistry(env.DB), { id, subject: null, name, role, wards }, Date.now());
	const person: Me = { id, name, role, wards, break_glass: [] };
	const headers = new Headers({ "set-cookie": await sessionCookie(env, id), "cache-control": "no-store" });
	if (asked.json) {
		headers.set("content-type", "application/json");
		return new Response(JSON.stringify(person), { headers });
	}
	headers.set("location", asked.next);
	return new Response(null, { status: 303, headers });
}

async function readForm(request: Request): Promise<{ person: string; next: string; json: boolean } | null> {
	if (Number(request.headers.get("content-length") ?? MAX_FORM_BYTES + 1) > MAX_FORM_BYTES) return null;
	const text = new TextDecoder().decode(await request.arrayBuffer());
	if ((request.headers.get("content-type") ?? "").startsWith("application/json")) {
		try {
			const { person } = JSON.parse(text) as { person?: unknown };
			return { person: String(person), next: "/", json: true };
		} catch {
			// Not JSON: answered like a person who is not on the list.
			return null;
		}
	}
	const form = new URLSearchParams(text);
	return { person: form.get("person") ?? "", next: safePath(form.get("next")), json: false };
}

/** A path on this site; anything else could lead a person who signs in elsewhere. */
function safePath(next: string | null): string {
	return next !== null && /^\/(?![/\\])[\w\-./?=&%]*$/.test(next) ? next : "/";
}

function page(next: string): Response {
	const nonce = crypto.randomUUID();
	const buttons = DEMO_PEOPLE.map(
		({ id, name, role, about }) =>
			`<button name="person" value="${id}"><strong>${name}</strong><span>${role}: ${about}</span></button>`,
	).join("\n");
	const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Sign in · BioStream Sentinel</title>
<style nonce="${nonce}">
:root{color-scheme:light dark;font-family:system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f2f5f8,#0b1015);color:light-dark(#14202b,#e8eef4)}
main{width:min(26rem,92vw)}h1{font-size:1.4rem;margin:0 0 .25rem}p{margin:0 0 1.25rem;color:light-dark(#44566a,#a9b8c7)}
form{display:grid;gap:.6rem}
button{display:grid;gap:.2rem;text-align:left;font:inherit;padding:.8rem 1rem;min-height:44px;border-radius:.5rem;cursor:pointer;
border:1px solid light-dark(#c3ced9,#2c3a48);background:light-dark(#fff,#141c24);color:inherit}
button:hover{border-color:light-dark(#0b63b0,#6cb6ff)}button:focus-visible{outline:3px solid light-dark(#0b63b0,#6cb6ff);outline-offset:2px}
button span{font-size:.9rem;color:light-dark(#44566a,#a9b8c7)}
</style></head><body><main>
<h1>BioStream Sentinel</h1><p>This runs on your machine, with simulated patients. Choose who you are.</p>
<form method="post" action="/sign-in"><input type="hidden" name="next" value="${next.replaceAll("&", "&amp;")}">
${buttons}
</form></main></body></html>`;
	return new Response(html, {
		headers: {
			"content-type": "text/html; charset=utf-8",
			"cache-control": "no-store",
			"x-content-type-options": "nosniff",
			"x-frame-options": "DENY",
			"referrer-policy": "same-origin",
			"strict-transport-security": "max-age=31536000; includeSubDomains",
			"cross-origin-resource-policy": "same-origin",
			"content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
		},
	});
}
