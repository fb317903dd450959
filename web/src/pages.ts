/** The dashboard's pages: where they are, who sees them, and how they are named in the navigation. */
import { type Component, lazy } from "solid-js";
import type { Role } from "../../vitals/api.ts";
import { BEDSIDE_ROLES } from "../../vitals/members.ts";
import { BedsPage } from "./beds-page.tsx";
import type { PageLink } from "./components/header.tsx";
import { DevicesPage } from "./devices-page.tsx";
import { texts } from "./texts.ts";

export interface DashboardPage extends PageLink {
	readonly roles: readonly Role[];
	readonly component: Component;
}

/** In the order of the navigation. All but the first of each role are loaded when they are opened: `lazy(() => import(…))`. */
const PAGES: readonly DashboardPage[] = [
	{ path: "/", roles: BEDSIDE_ROLES, label: texts.pages.beds, component: BedsPage },
	{ path: "/", roles: ["engineer"], label: texts.pages.devices, component: DevicesPage },
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
];

/** What somebody of `role` may open. The server decides about what is in it. */
export function pagesFor(role: Role): readonly DashboardPage[] {
	return PAGES.filter(({ roles }) => roles.includes(role));
}
