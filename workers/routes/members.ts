import { connectRegistry } from "../../registry/connect.ts";
import {
	addMember,
	changeMember,
	endSessions,
	findMember,
	listMembers,
	type MemberChange,
} from "../../registry/members.ts";
import { ROLES, type Page, type Role } from "../../vitals/api.ts";
import {
	MAX_LISTED_WARDS,
	MEMBER_STATUSES,
	type Member,
	type MemberStatus,
	type WardScope,
} from "../../vitals/members.ts";
import type { FieldError } from "../../vitals/problem.ts";
import type { Handler } from "../context.ts";
import { readObject } from "../body.ts";
import { countQuery, textField, WARD_ID_PATTERN } from "../params.ts";
import { Problem, validationProblem } from "../problem.ts";

/** What identity providers call people: no spaces, nothing that could be markup. */
const SUBJECT_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:|@-]{0,127}$/;
const MEMBER_ID_PATTERN = /^[A-Za-z0-9-]{1,40}$/;

const refuse = (field: string, code: FieldError["code"], message: string): never => {
	throw validationProblem([{ field, code, message }]);
};

function choice<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
	if (!allowed.includes(value as T))
		refuse(field, value === undefined ? "missing" : "bad_format", `${field} must be one of ${allowed.join(", ")}`);
	return value as T;
}

function wardScope(value: unknown): WardScope {
	if (value === "all") return "all";
	const listed = Array.isArray(value) && value.every((id) => typeof id === "string" && WARD_ID_PATTERN.test(id));
	if (!listed || value.length > MAX_LISTED_WARDS)
		refuse(
			"wards",
			value === undefined ? "missing" : "bad_format",
			`wards must be "all" or a list of up to ${MAX_LISTED_WARDS} ward ids`,
		);
	return [...new Set(value as string[])];
}

/** Admins manage people, and people work on any ward. */
function requireAdminEverywhere(role: Role, wards: WardScope): void {
	if (role === "admin" && wards !== "all")
		refuse("wards", "bad_format", `An admin works on all wards: wards must be "all"`);
}

function memberId(value: string | undefined): string {
	if (value === undefined || !MEMBER_ID_PATTERN.test(value))
		throw new Problem("not_found", "No member of that id exists");
	return value;
}

/** `GET /api/v1/members`: everybody who may use this, deactivated ones too. */
export const getMembers: Handler = async (context) => {
	const limit = countQuery(context.req.query("limit"), "limit", 1, 500, 100);
	const data = await listMembers(connectRegistry(context.env.DB), context.req.query("cursor") ?? "", limit);
	const page: Page<Member> = { data, next_cursor: data.length === limit ? (data.at(-1)?.id ?? null) : null };
	return context.json(page);
};

/** `POST /api/v1/members` `{subject, name, role, wards}`: adds a person the identity provider knows. */
export const postMember: Handler = async (context) => {
	const body = await readObject(context.req.raw);
	const subject = body["subject"];
	if (typeof subject !== "string" || !SUBJECT_PATTERN.test(subject))
		refuse(
			"subject",
			subject === undefined ? "missing" : "bad_format",
			"subject must be what the identity provider calls the person: 1 to 128 letters, digits or . _ : | @ -",
		);
	const role = choice(body["role"], "role", ROLES);
	const wards = wardScope(body["wards"]);
	requireAdminEverywhere(role, wards);
	const name = textField(body["name"], "name", 80);
	const member = await addMember(
		connectRegistry(context.env.DB),
		{ subject: subject as string, name, role, wards },
		Date.now(),
	);
	if (member === null) throw new Problem("conflict", "Somebody of that subject is a member already");
	context.get("target").object = `member:${member.id}`;
	return context.json(member, 201);
};

/** `PATCH /api/v1/members/:id` `{name?, role?, wards?, status?}`: counts from the person's next request on. */
export const patchMember: Handler = async (context) => {
	const id = memberId(context.req.param("id"));
	const body = await readObject(context.req.raw);
	const change: { -readonly [K in keyof MemberChange]: MemberChange[K] } = {};
	if (body["name"] !== undefined) change.name = textField(body["name"], "name", 80);
	if (body["role"] !== undefined) change.role = choice(body["role"], "role", ROLES);
	if (body["wards"] !== undefined) change.wards = wardScope(body["wards"]);
	if (body["status"] !== undefined) change.status = choice<MemberStatus>(body["status"], "status", MEMBER_STATUSES);
	if (Object.keys(change).length === 0) refuse("", "missing", "Say what to change: name, role, wards or status");
	const registry = connectRegistry(context.env.DB);
	const present = await findMember(registry, id);
	if (present === null) throw new Problem("not_found", "No member of that id exists");
	requireAdminEverywhere(change.role ?? present.role, change.wards ?? present.wards);
	context.get("target").object = `member:${id}`;
	const changed = await changeMember(registry, id, change, Date.now());
	if (changed === "unknown") throw new Problem("not_found", "No member of that id exists");
	if (changed === "last_admin") throw new Problem("conflict", "This is the last admin: make somebody else one first");
	return context.json(changed);
};

/** `POST /api/v1/members/:id/end-sessions`: the person must sign in again, everywhere. */
export const endMemberSessions: Handler = async (context) => {
	const id = memberId(context.req.param("id"));
	if (!(await endSessions(connectRegistry(context.env.DB), id, Date.now())))
		throw new Problem("not_found", "No member of that id exists");
	context.get("target").object = `member:${id}`;
	return context.body(null, 204);
};
