/** Bodies about people, their notifications, and what the assistant may cite. */
import type { SearchKind } from "../../../search/documents.ts";
import type { KnowledgeFormat } from "../../../vitals/knowledge.ts";
import type { MemberStatus, WardScope } from "../../../vitals/members.ts";
import type {
	NotificationChannel,
	NotifiedEvent,
	QuietHours,
	SubscriptionStatus,
} from "../../../vitals/notifications.ts";
import type { RiskLevel } from "../../../vitals/reading.ts";
import type { Role } from "../../../vitals/api.ts";
import type { Ranking } from "../../assistant/search/search.ts";
import type { WardId } from "./ids.ts";

export interface BreakGlassBody {
	ward: WardId;
	/**
	 * @minLength 10
	 * @maxLength 300
	 */
	reason: string;
}

export interface MemberBody {
	/**
	 * What the identity provider calls the person.
	 * @pattern ^[A-Za-z0-9][A-Za-z0-9._:|@-]{0,127}$
	 */
	subject: string;
	/**
	 * @minLength 1
	 * @maxLength 80
	 */
	name: string;
	role: Role;
	/** At most 50 by name; an admin's is `all`. */
	wards: WardScope;
}

/** What is left out stays. */
export interface MemberChangeBody {
	/**
	 * @minLength 1
	 * @maxLength 80
	 */
	name?: string;
	role?: Role;
	wards?: WardScope;
	status?: MemberStatus;
}

export interface BrowserBody {
	/** What the browser's push subscription says. */
	endpoint: string;
	keys: { p256dh: string; auth: string };
}

export interface NotificationBody {
	ward_id: WardId;
	channel: NotificationChannel;
	/**
	 * @minLength 1
	 * @maxLength 80
	 */
	name: string;
	/** Of a webhook: an https address of the internet. */
	url?: string;
	/** Of a browser. */
	browser?: BrowserBody;
	events?: NotifiedEvent[];
	min_risk?: RiskLevel;
	quiet_hours?: boolean;
}

/** What is left out stays. */
export interface NotificationChangeBody {
	/**
	 * @minLength 1
	 * @maxLength 80
	 */
	name?: string;
	url?: string;
	events?: NotifiedEvent[];
	min_risk?: RiskLevel;
	quiet_hours?: boolean;
	status?: Exclude<SubscriptionStatus, "gone">;
}

export interface RotateBody {
	/**
	 * Hours for which the secret before counts, too.
	 * @asType integer
	 * @minimum 0
	 * @maximum 168
	 */
	overlap_hours?: number;
}

export interface QuietHoursBody {
	/** `null` for none. */
	quiet_hours: QuietHours | null;
}

export interface KnowledgeBody {
	/**
	 * @minLength 1
	 * @maxLength 100
	 */
	title: string;
	/**
	 * @minLength 1
	 * @maxLength 300
	 */
	source: string;
	format: KnowledgeFormat;
	/**
	 * Without control characters.
	 * @minLength 1
	 * @maxLength 131072
	 */
	text: string;
}

export interface KnowledgeChangeBody extends KnowledgeBody {
	/**
	 * Of the document as the reader saw it.
	 * @asType integer
	 */
	version: number;
}

export interface SearchBody {
	/**
	 * @minLength 1
	 * @maxLength 2000
	 */
	query: string;
	/** @minItems 1 */
	kinds?: SearchKind[];
	/**
	 * @asType integer
	 * @minimum 1
	 * @maximum 20
	 */
	limit?: number;
	ranking?: Ranking;
}
