/** What engineers and admins ask of the API and do with it. Every function throws `ApiError` as `given` does. */
import type { AuditEntry } from "../../../vitals/audit.ts";
import type { Role } from "../../../vitals/api.ts";
import type { MemberStatus, WardScope } from "../../../vitals/members.ts";
import { api, failure, given } from "../contract/client.ts";
import type { components } from "../contract/schema.d.ts";

const of = (id: string) => ({ path: { id } });
/** As the document has lists: whoever sends one gives it away. */
const scopeOf = (wards: WardScope): "all" | string[] => (wards === "all" ? wards : [...wards]);
type Cursor = { readonly cursor?: string };

/** All pages of a list, at most `most` entries. */
async function everything<T>(
	ask: (query: Cursor) => Promise<{ readonly data: readonly T[]; readonly next_cursor: string | null }>,
	most: number,
): Promise<readonly T[]> {
	const found: T[] = [];
	let cursor: string | null = null;
	do {
		const page: { readonly data: readonly T[]; readonly next_cursor: string | null } = await ask(
			cursor === null ? {} : { cursor },
		);
		found.push(...page.data);
		cursor = page.next_cursor;
	} while (cursor !== null && found.length < most);
	return found;
}

/** Devices that a page asks for at most. */
const MOST_DEVICES = 20_000;

/** The devices of a ward as the registry has them. */
export const fetchFleetOf = (ward: string) =>
	everything(
		(more) => given(api.GET("/api/v1/devices", { params: { query: { ward, limit: 500, ...more } } })),
		MOST_DEVICES,
	);

/** A page of them, each asked how it is. */
export const fetchSeen = (ward: string, cursor: string) => {
	const query = { ward, seen: "true" as const, limit: 100, ...(cursor === "" ? {} : { cursor }) };
	return given(api.GET("/api/v1/devices", { params: { query } }));
};

export const saveTags = (id: string, tags: readonly string[]) =>
	given(api.PUT("/api/v1/devices/{id}/tags", { params: of(id), body: { tags: [...tags] } }));

/** A device, with the state of its keys. */
export const fetchDevice = (id: string) => given(api.GET("/api/v1/devices/{id}", { params: of(id) }));
export const issueKey = (id: string) => given(api.POST("/api/v1/devices/{id}/keys", { params: of(id) }));
export const revokeKeys = (id: string, below: number) =>
	given(api.DELETE("/api/v1/devices/{id}/keys", { params: { ...of(id), query: { below } } }));

export const fetchFleets = (ward: string) =>
	everything((more) => given(api.GET("/api/v1/fleets", { params: { query: { ward, ...more } } })), 500);
export const fetchFleet = (id: string) => given(api.GET("/api/v1/fleets/{id}", { params: of(id) }));
export const saveFleet = (id: string, body: { name: string; ward_id: string; device_limit: number }) =>
	given(api.PUT("/api/v1/fleets/{id}", { params: of(id), body }));
export const issueFleetKey = (id: string) => given(api.POST("/api/v1/fleets/{id}/keys", { params: of(id) }));
export const revokeFleetKeys = (id: string, below: number) =>
	given(api.DELETE("/api/v1/fleets/{id}/keys", { params: { ...of(id), query: { below } } }));

export const createClaims = (body: components["schemas"]["ClaimsBody"]) => given(api.POST("/api/v1/claims", { body }));

export const fetchLake = () => given(api.GET("/api/v1/overview"));
export const fetchLakeDays = () => given(api.GET("/api/v1/lake/days", { params: { query: { limit: 60 } } }));
export const fetchCost = () => given(api.GET("/api/v1/cost"));

interface LakeWork {
	readonly failed: readonly string[];
	readonly next_cursor: string | null;
}

/** Has every device do something about its part of the lake, 200 to a request. @returns devices that did not */
export async function workOnLake(what: "flush" | "compact"): Promise<number> {
	let [cursor, failed]: [string | null, number] = [null, 0];
	do {
		const params: { query: Cursor } = { query: cursor === null ? {} : { cursor } };
		const answer: LakeWork = await (what === "flush"
			? given(api.POST("/api/v1/lake/flush", { params }))
			: given(api.POST("/api/v1/lake/compact", { params })));
		failed += answer.failed.length;
		cursor = answer.next_cursor;
	} while (cursor !== null);
	return failed;
}

export const fetchMembers = () =>
	everything((more) => given(api.GET("/api/v1/members", { params: { query: { limit: 500, ...more } } })), 5000);
export const addMember = ({ wards, ...who }: { subject: string; name: string; role: Role; wards: WardScope }) =>
	given(api.POST("/api/v1/members", { body: { ...who, wards: scopeOf(wards) } }));
export const changeMember = (
	id: string,
	{ wards, ...change }: { role?: Role; wards?: WardScope; status?: MemberStatus },
) => {
	const body = { ...change, ...(wards === undefined ? {} : { wards: scopeOf(wards) }) };
	return given(api.PATCH("/api/v1/members/{id}", { params: of(id), body }));
};
export const endSessions = (id: string) => given(api.POST("/api/v1/members/{id}/end-sessions", { params: of(id) }));

export const saveWard = (id: string, name: string) =>
	given(api.PUT("/api/v1/wards/{id}", { params: of(id), body: { name } }));
export const fetchBeds = (ward: string) =>
	everything(
		(more) => given(api.GET("/api/v1/wards/{id}/beds", { params: { ...of(ward), query: { limit: 500, ...more } } })),
		5000,
	);
export const addBed = (ward: string, label: string) =>
	given(api.POST("/api/v1/wards/{id}/beds", { params: of(ward), body: { label } }));
export const removeBed = (id: string, bed: string) =>
	given(api.DELETE("/api/v1/wards/{id}/beds/{bed}", { params: { path: { id, bed } } }));
export const fetchTemplates = async () => (await given(api.GET("/api/v1/templates"))).data;
export const fetchWardTemplate = (ward: string) => given(api.GET("/api/v1/wards/{id}/template", { params: of(ward) }));
export const chooseTemplate = (ward: string, template: string | null) =>
	given(api.PUT("/api/v1/wards/{id}/template", { params: of(ward), body: { template } }));
export const fetchWardNotifications = (ward: string) =>
	given(api.GET("/api/v1/wards/{id}/notifications", { params: of(ward) }));
export const allowIdentity = (ward: string, identity: boolean) =>
	given(api.PUT("/api/v1/wards/{id}/notifications", { params: of(ward), body: { identity } }));

/** @param filter - names and values of the query; empty values are left out */
export function fetchAudit(filter: Readonly<Record<string, string>>) {
	const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
	return given(api.GET("/api/v1/audit", { params: { query: { ...said, limit: 100 } } }));
}
export const fetchAuditHeads = () =>
	everything((more) => given(api.GET("/api/v1/audit/heads", { params: { query: { limit: 400, ...more } } })), 4000);

/** Every entry in the chain's order, one after another as they come. */
export async function* exportAudit(): AsyncGenerator<AuditEntry> {
	const answer = await api.GET("/api/v1/audit/export", { parseAs: "stream" });
	if (!answer.data) throw failure(answer);
	const reader = answer.data.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
	let rest = "";
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		const parts = (rest + value).split("\n");
		rest = parts.pop() ?? "";
		for (const part of parts) yield JSON.parse(part) as AuditEntry;
	}
}

export const fetchGlass = () =>
	everything((more) => given(api.GET("/api/v1/break-glass", { params: { query: { limit: 100, ...more } } })), 500);
