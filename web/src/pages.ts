/** The dashboard's pages: where they are, who sees them, and how they are named in the navigation. */
import { type Component, lazy } from "solid-js";
import { type Role, ROLES } from "../../vitals/api.ts";
import { BEDSIDE_ROLES } from "../../vitals/members.ts";
import { BedsPage } from "./beds-page.tsx";
import type { PageLink } from "./components/navigation.tsx";
import { texts } from "./texts.ts";

export interface DashboardPage extends PageLink {
	readonly roles: readonly Role[];
	readonly component: Component;
}

/** In the order of the navigation. All but the beds are loaded when they are opened: `lazy(() => import(…))`. */
const FleetPage = lazy(() => import("./manage/fleet-page.tsx"));
const MANAGERS: readonly Role[] = ["engineer", "admin"];

const PAGES: readonly DashboardPage[] = [
	{ path: "/", roles: BEDSIDE_ROLES, label: texts.pages.beds, component: BedsPage },
	{ path: "/", roles: ["engineer"], label: texts.pages.fleet, area: "devices", component: FleetPage },
	{
		path: "/patients/:surrogate",
		roles: BEDSIDE_ROLES,
		label: null,
		component: lazy(() => import("./patient/patient-page.tsx")),
	},
	{
		path: "/hand-over",
		roles: BEDSIDE_ROLES,
		label: texts.pages.handover,
		component: lazy(() => import("./shift/handover-page.tsx")),
	},
	{
		path: "/alarm-load",
		roles: ["clinician", "engineer", "admin"],
		label: texts.pages.load,
		component: lazy(() => import("./shift/load-page.tsx")),
	},
	{
		path: "/notifications",
		roles: ROLES,
		label: texts.pages.notifications,
		component: lazy(() => import("./notify/notifications-page.tsx")),
	},
	{
		path: "/episodes/:id",
		roles: ROLES,
		label: null,
		component: lazy(() => import("./patient/episode-page.tsx")),
	},
	{ path: "/devices", roles: ["admin"], label: texts.pages.fleet, area: "devices", component: FleetPage },
	{
		path: "/keys",
		roles: MANAGERS,
		label: texts.pages.keys,
		area: "devices",
		component: lazy(() => import("./manage/keys-page.tsx")),
	},
	{
		path: "/lake",
		roles: MANAGERS,
		label: texts.pages.lake,
		area: "devices",
		component: lazy(() => import("./manage/lake-page.tsx")),
	},
	{
		path: "/cost",
		roles: MANAGERS,
		label: texts.pages.cost,
		area: "devices",
		component: lazy(() => import("./manage/cost-page.tsx")),
	},
	{
		path: "/people",
		roles: ["admin"],
		label: texts.pages.people,
		area: "administration",
		component: lazy(() => import("./manage/people-page.tsx")),
	},
	{
		path: "/wards",
		roles: ["admin"],
		label: texts.pages.wards,
		area: "administration",
		component: lazy(() => import("./manage/wards-page.tsx")),
	},
	{
		path: "/audit",
		roles: ["admin"],
		label: texts.pages.audit,
		area: "administration",
		component: lazy(() => import("./manage/audit-page.tsx")),
	},
	{
		path: "/glass",
		roles: ["admin"],
		label: texts.pages.glass,
		area: "administration",
		component: lazy(() => import("./manage/glass-page.tsx")),
	},
];

/** What somebody of `role` may open. The server decides about what is in it. */
export function pagesFor(role: Role): readonly DashboardPage[] {
	return PAGES.filter(({ roles }) => roles.includes(role));
}
