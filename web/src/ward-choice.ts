/** Which ward the page is about, whoever reads it. */
import { type Accessor, createEffect, createSignal } from "solid-js";
import type { WardSummary } from "../../vitals/api.ts";
import { setTitle } from "./alarm/page-signs.ts";
import { fetchWards } from "./api.ts";
import { keepChosenWard, showWardInAddress, wantedWards } from "./preferences.ts";
import { createRefreshed, type Refreshed } from "./refresh.ts";
import { wardToOpen } from "./state/ordering.ts";
import { texts } from "./texts.ts";

/** How often the list of wards is asked for, in ms; while there is none, sooner. */
const WARDS_EVERY_MS = 30_000;
const FIRST_WARD_EVERY_MS = 3000;

export interface WardChoice {
	readonly wards: Refreshed<WardSummary[]>;
	/** Id of the ward, `null` until the wards are known, or while there is none. */
	readonly wardId: Accessor<string | null>;
	/** Name of the ward, empty while there is none. */
	readonly wardName: Accessor<string>;
	/** The reader chose a ward: opens it, now and on the next visit. */
	choose(id: string): void;
}

/** Fetches the wards and opens one; keeps the address and the title with it. */
export function createWardChoice(toSignIn: () => boolean): WardChoice {
	const wards: Refreshed<WardSummary[]> = createRefreshed(
		fetchWards,
		() => (wards.value()?.length ? WARDS_EVERY_MS : FIRST_WARD_EVERY_MS),
		toSignIn,
	);
	const [wardId, setWardId] = createSignal<string | null>(null);
	createEffect(() => {
		const known = wards.value();
		if (!known) return;
		const current = wardId();
		if (current === null || !known.some((ward) => ward.id === current)) setWardId(wardToOpen(known, wantedWards()));
	});
	createEffect(() => {
		const id = wardId();
		if (id !== null) showWardInAddress(id);
	});
	const wardName = () => wards.value()?.find((ward) => ward.id === wardId())?.name ?? "";
	createEffect(() => {
		setTitle(wardName() === "" ? texts.product : `${wardName()} · ${texts.product}`);
	});
	const choose = (id: string) => {
		keepChosenWard(id);
		setWardId(id);
	};
	return { wards, wardId, wardName, choose };
}

/** The address of a page of this dashboard about the ward. */
export function inWard(path: string, wardId: string | null): string {
	return wardId === null ? path : `${path}?${new URLSearchParams({ ward: wardId })}`;
}
