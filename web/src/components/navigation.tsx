/** The way between pages: those of daily work, and areas with pages of their own. */
import { A, useLocation } from "@solidjs/router";
import { createMemo, For, Show } from "solid-js";
import { texts } from "../texts.ts";

/** Pages that belong together, behind one link. */
export type PageArea = keyof typeof texts.pages.areas;

export interface PageLink {
	readonly path: string;
	/** `null` for a page that is reached from another. */
	readonly label: string | null;
	/** Absent for a page of daily work. */
	readonly area?: PageArea;
}

interface Links {
	readonly pages: readonly PageLink[];
	/** The address of a page. */
	readonly to: (path: string) => string;
}

const named = (pages: readonly PageLink[]) => pages.filter(({ label }) => label !== null);

/** Pages of daily work, and the first page of each area. */
export function Navigation(props: Links) {
	const location = useLocation();
	const entries = createMemo(() => {
		const seen = new Set<PageArea>();
		return named(props.pages).flatMap(({ path, label, area }) => {
			if (area === undefined) return [{ path, label, inside: [path] }];
			if (seen.has(area)) return [];
			seen.add(area);
			const inside = props.pages.filter((page) => page.area === area).map((page) => page.path);
			return [{ path, label: texts.pages.areas[area], inside }];
		});
	});
	return (
		<Show when={entries().length > 1}>
			<nav class="pages" aria-label={texts.pages.navigation}>
				<For each={entries()}>
					{({ path, label, inside }) => (
						<A
							class="page-link"
							classList={{ "is-inside": inside.includes(location.pathname) }}
							href={props.to(path)}
							end
						>
							{label}
						</A>
					)}
				</For>
			</nav>
		</Show>
	);
}

/** The pages of the area that one is in. */
export function AreaNavigation(props: Links) {
	const location = useLocation();
	const area = () => props.pages.find(({ path }) => path === location.pathname)?.area;
	return (
		<Show when={area()} keyed>
			{(present) => (
				<nav class="pages pages-area" aria-label={texts.pages.areas[present]}>
					<For each={named(props.pages).filter((page) => page.area === present)}>
						{({ path, label }) => (
							<A class="page-link" href={props.to(path)} end>
								{label}
							</A>
						)}
					</For>
				</nav>
			)}
		</Show>
	);
}
