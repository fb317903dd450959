/** What engineers and admins ask of the API and do with it. Every function throws `ApiError` as `getJson` does. */
import type {
	BedEntry,
	CostAnswer,
	DeviceEntry,
	LakeDay,
	Overview,
	Page,
	Role,
	WardSummary,
} from "../../../vitals/api.ts";
import type { AuditEntry, AuditHead } from "../../../vitals/audit.ts";
import type { ClaimsCreated, FleetDetail, FleetSummary, KeyIssued, KeysRevoked } from "../../../vitals/fleets.ts";
import type { TemplateEntry, WardTemplateAnswer } from "../../../vitals/limits.ts";
import type { Member, MemberStatus, NamedBreakGlass, WardScope } from "../../../vitals/members.ts";
import type { WardNotifications } from "../../../vitals/notifications.ts";
import { getJson, requestError } from "../api.ts";

const segment = encodeURIComponent;
const wardPath = (ward: string) => `/api/v1/wards/${segment(ward)}`;
const devicePath = (id: string) => `/api/v1/devices/${segment(id)}`;
const fleetPath = (id: string) => `/api/v1/fleets/${segment(id)}`;

async function send(method: string, path: string, body?: unknown): Promise<Response> {
	const response = await fetch(path, {
		method,
		headers: { accept: "application/json", "content-type": "application/json" },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	}).catch(() => null);
	if (response?.ok === true) return response;
	throw await requestError(response);
}

const sendFor = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
	(await (await send(method, path, body)).json()) as T;

/** All pages of a list, at most `most` entries. */
async function everything<T>(path: string, most: number): Promise<readonly T[]> {
	const found: T[] = [];
	let cursor: string | null = null;
	do {
		const more: string = cursor === null ? "" : `${path.includes("?") ? "&" : "?"}cursor=${segment(cursor)}`;
		const page: Page<T> = await getJson(path + more);
		found.push(...page.data);
		cursor = page.next_cursor;
	} while (cursor !== null && found.length < most);
	return found;
}

/** Devices that a page asks for at most. */
const MOST_DEVICES = 20_000;

/** The devices of a ward as the registry has them. */
export const fetchFleetOf = (ward: string) =>
	everything<DeviceEntry>(`/api/v1/devices?${new URLSearchParams({ ward, limit: "500" })}`, MOST_DEVICES);

/** A page of them, each asked how it is. */
export const fetchSeen = (ward: string, cursor: string) =>
	getJson<Page<DeviceEntry>>(
		`/api/v1/devices?${new URLSearchParams({ ward, seen: "true", limit: "100", ...(cursor === "" ? {} : { cursor }) })}`,
	);

export const saveTags = (id: string, tags: readonly string[]) => send("PUT", `${devicePath(id)}/tags`, { tags });

/** A device, with the state of its keys. */
export const fetchDevice = (id: string) =>
	getJson<DeviceEntry & { readonly status: { readonly keyGeneration: number; readonly lowestKey: number } }>(
		devicePath(id),
	);
export const issueKey = (id: string) => sendFor<KeyIssued>("POST", `${devicePath(id)}/keys`);
export const revokeKeys = (id: string, below: number) =>
	sendFor<KeysRevoked>("DELETE", `${devicePath(id)}/keys?below=${below}`);

export const fetchFleets = (ward: string) =>
	everything<FleetSummary>(`/api/v1/fleets?${new URLSearchParams({ ward })}`, 500);
export const fetchFleet = (id: string) => getJson<FleetDetail>(fleetPath(id));
export const saveFleet = (id: string, body: { name: string; ward_id: string; device_limit: number }) =>
	send("PUT", fleetPath(id), body);
export const issueFleetKey = (id: string) => sendFor<KeyIssued>("POST", `${fleetPath(id)}/keys`);
export const revokeFleetKeys = (id: string, below: number) => send("DELETE", `${fleetPath(id)}/keys?below=${below}`);

export interface ClaimRequest {
	readonly device_id?: string;
	readonly fleet?: string;
	readonly ward_id: string;
	readonly count: number;
	readonly expires_in_s: number;
}
export const createClaims = (request: ClaimRequest) => sendFor<ClaimsCreated>("POST", "/api/v1/claims", request);

export const fetchLake = () => getJson<Overview>("/api/v1/overview");
export const fetchLakeDays = () => getJson<Page<LakeDay>>("/api/v1/lake/days?limit=60");
export const fetchCost = () => getJson<CostAnswer>("/api/v1/cost");

interface LakeWork {
	readonly failed: readonly string[];
	readonly next_cursor: string | null;
}

/** Has every device do something about its part of the lake, 200 to a request. @returns devices that did not */
export async function workOnLake(what: "flush" | "compact"): Promise<number> {
	let [cursor, failed]: [string | null, number] = [null, 0];
	do {
		const more: string = cursor === null ? "" : `?cursor=${segment(cursor)}`;
		const answer: LakeWork = await sendFor("POST", `/api/v1/lake/${what}${more}`);
		failed += answer.failed.length;
		cursor = answer.next_cursor;
	} while (cursor !== null);
	return failed;
}

export const fetchMembers = () => everything<Member>("/api/v1/members?limit=500", 5000);
export const addMember = (body: { subject: string; name: string; role: Role; wards: WardScope }) =>
	send("POST", "/api/v1/members", body);
export const changeMember = (id: string, body: { role?: Role; wards?: WardScope; status?: MemberStatus }) =>
	send("PATCH", `/api/v1/members/${segment(id)}`, body);
export const endSessions = (id: string) => send("POST", `/api/v1/members/${segment(id)}/end-sessions`);

export const saveWard = (id: string, name: string) => sendFor<WardSummary>("PUT", wardPath(id), { name });
export const fetchBeds = (ward: string) => everything<BedEntry>(`${wardPath(ward)}/beds?limit=500`, 5000);
export const addBed = (ward: string, label: string) => send("POST", `${wardPath(ward)}/beds`, { label });
export const removeBed = (ward: string, bed: string) => send("DELETE", `${wardPath(ward)}/beds/${segment(bed)}`);
export const fetchTemplates = async () =>
	(await getJson<{ readonly data: readonly TemplateEntry[] }>("/api/v1/templates")).data;
export const fetchWardTemplate = (ward: string) => getJson<WardTemplateAnswer>(`${wardPath(ward)}/template`);
export const chooseTemplate = (ward: string, template: string | null) =>
	sendFor<WardTemplateAnswer>("PUT", `${wardPath(ward)}/template`, { template });
export const fetchWardNotifications = (ward: string) => getJson<WardNotifications>(`${wardPath(ward)}/notifications`);
export const allowIdentity = (ward: string, identity: boolean) =>
	send("PUT", `${wardPath(ward)}/notifications`, { identity });

/** @param filter - names and values of the query; empty values are left out */
export function fetchAudit(filter: Readonly<Record<string, string>>): Promise<Page<AuditEntry>> {
	const given = Object.entries(filter).filter(([, value]) => value !== "");
	return getJson(`/api/v1/audit?${new URLSearchParams([...given, ["limit", "100"]])}`);
}
export const fetchAuditHeads = () => everything<AuditHead>("/api/v1/audit/heads?limit=400", 4000);

/** Every entry in the chain's order, one after another as they come. */
export async function* exportAudit(): AsyncGenerator<AuditEntry> {
	const response = await send("GET", "/api/v1/audit/export");
	if (response.body === null) return;
	const lines = response.body.pipeThrough(new TextDecoderStream());
	const reader = lines.getReader();
	let rest = "";
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		const parts = (rest + value).split("\n");
		rest = parts.pop() ?? "";
		for (const part of parts) yield JSON.parse(part) as AuditEntry;
	}
}

export const fetchGlass = () => everything<NamedBreakGlass>("/api/v1/break-glass?limit=100", 500);
