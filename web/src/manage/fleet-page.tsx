/** The devices of a ward: state, firmware, battery, what is late and what went wrong. */
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js";
import { createStore } from "solid-js/store";
import type { DeviceEntry, DeviceSeen } from "../../../vitals/api.ts";
import { NoDevices, NoWards } from "../components/notices.tsx";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { createRowWindow } from "../row-window.ts";
import { formatCount, formatElapsed } from "../state/format.ts";
import { compareLabels } from "../state/ordering.ts";
import { fetchFleetOf, fetchSeen, saveTags } from "./manage-api.ts";
import { createDeed, DataTable, type Deed, Fetched, ManagePage, Said } from "./parts.tsx";
import { standingOf } from "./standing.ts";
import { type DeviceStanding, manageTexts } from "./texts.ts";

const texts = manageTexts.fleet;
/** How often the list is asked for, ms; each device is asked once a minute, and only while somebody looks. */
const LIST_EVERY_MS = 60_000;
const SEEN_EVERY_MS = 60_000;
/** Height of a row until one was measured, CSS pixels. */
const TYPICAL_ROW = 35;
/** Charge in per cent below which the battery is marked. */
const LOW_BATTERY = 20;
/** A clock that is this far off is worth a look, ms. */
const SKEW_MS = 5000;
const STANDINGS = Object.keys(texts.standings) as DeviceStanding[];

export default function FleetPage() {
	const { wards, wardId } = useDesk();
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<Show when={wards.value()?.length !== 0} fallback={<NoWards />}>
				<Show when={wardId()} keyed>
					{(id) => <WardFleet ward={id} />}
				</Show>
			</Show>
		</ManagePage>
	);
}

function WardFleet(props: { ward: string }) {
	const { toSignIn, wardName } = useDesk();
	const listed = createRefreshed(
		() => fetchFleetOf(props.ward),
		() => LIST_EVERY_MS,
		toSignIn,
	);
	const [seen, setSeen] = createStore<Record<string, DeviceSeen | null>>({});
	const [now, setNow] = createSignal(Date.now());
	let ended = false;
	/** A page of devices after another; a page that is not answered is asked for again next time. */
	const look = async () => {
		let cursor: string | null = "";
		while (cursor !== null) {
			if (ended || document.hidden) return;
			const page: Awaited<ReturnType<typeof fetchSeen>> = await fetchSeen(props.ward, cursor);
			setSeen(Object.fromEntries(page.data.map((device) => [device.id, device.seen])));
			setNow(Date.now());
			cursor = page.next_cursor;
		}
	};
	const lookQuietly = () => void look().catch(() => {});
	lookQuietly();
	const looking = setInterval(lookQuietly, SEEN_EVERY_MS);
	const ticking = setInterval(() => setNow(Date.now()), 1000);
	onCleanup(() => {
		ended = true;
		clearInterval(looking);
		clearInterval(ticking);
	});

	const [query, setQuery] = createSignal("");
	const [standing, setStanding] = createSignal("");
	const devices = createMemo(() =>
		[...(listed.value() ?? [])].sort((a, b) => compareLabels(a.bed ?? a.id, b.bed ?? b.id)),
	);
	const shown = createMemo(() => {
		const wanted = query().trim().toLowerCase();
		return devices().filter(({ id, bed, firmware, tags }) => {
			const known = [id, bed ?? "", firmware?.version ?? "", ...tags];
			if (!known.some((text) => text.toLowerCase().includes(wanted))) return false;
			return standing() === "" || standingOf(seen[id], now()) === standing();
		});
	});
	const deed = createDeed();
	return (
		<Fetched of={listed}>
			{(all) => (
				<Show when={all().length > 0} fallback={<NoDevices ward={wardName()} />}>
					<div class="manage-controls">
						<input
							type="search"
							aria-label={texts.search}
							placeholder={texts.search}
							size="32"
							value={query()}
							onInput={(event) => setQuery(event.currentTarget.value)}
						/>
						<select aria-label={texts.standing} onChange={(event) => setStanding(event.currentTarget.value)}>
							<option value="">{texts.any}</option>
							<For each={STANDINGS}>{(name) => <option value={name}>{texts.standings[name]}</option>}</For>
						</select>
						<a class="button" href={`/api/v1/devices.csv?${new URLSearchParams({ ward: props.ward })}`} download="">
							{texts.file}
						</a>
						<Said deed={deed} />
					</div>
					<Rows
						devices={shown()}
						total={all().length}
						seen={seen}
						now={now()}
						ward={wardName()}
						deed={deed}
						again={listed.again}
					/>
				</Show>
			)}
		</Fetched>
	);
}

function Rows(props: {
	devices: readonly DeviceEntry[];
	total: number;
	seen: Readonly<Record<string, DeviceSeen | null>>;
	now: number;
	ward: string;
	deed: Deed;
	again: () => void;
}) {
	const rows = createRowWindow(() => props.devices, TYPICAL_ROW);
	const built = createMemo(() => props.devices.slice(rows.window().from, rows.window().to));
	const [edited, setEdited] = createSignal<string | null>(null);
	createEffect(
		on(
			() => props.ward,
			() => setEdited(null),
			{ defer: true },
		),
	);
	const room = (height: number) => (
		<tr class="manage-room" aria-hidden="true">
			<td colspan={COLUMNS} style={{ height: `${height}px` }} />
		</tr>
	);
	const save = (id: string, tags: string) =>
		props.deed.run(async () => {
			await saveTags(
				id,
				tags.split(/[\s,]+/).filter((tag) => tag !== ""),
			);
			setEdited(null);
			props.again();
			return texts.saved(id);
		});
	return (
		<DataTable
			caption={texts.caption(props.ward)}
			note={texts.shown(props.devices.length, props.total)}
			head={Object.values(texts.heads)}
			numbers={[6, 7, 8, 9]}
			rows={props.devices.length}
		>
			<tbody ref={rows.list}>
				<Show when={props.devices.length === 0}>
					<tr>
						<td colspan={COLUMNS}>{texts.noMatch}</td>
					</tr>
				</Show>
				<Show when={rows.window().before > 0}>{room(rows.window().before)}</Show>
				<For each={built()}>
					{(device, index) => (
						<tr
							ref={(row) => rows.item(row, () => rows.window().from + index())}
							data-device={device.id}
							aria-rowindex={rows.window().from + index() + 2}
						>
							<Cells device={device} seen={props.seen[device.id]} now={props.now} />
							<td>
								<Show
									when={edited() === device.id}
									fallback={
										<span class="manage-tags">
											<For each={device.tags}>{(tag) => <span class="manage-tag">{tag}</span>}</For>
											<button
												type="button"
												class="button"
												aria-label={texts.edit(device.id)}
												onClick={() => setEdited(device.id)}
											>
												{texts.change}
											</button>
										</span>
									}
								>
									<TagEditor device={device} save={save} cancel={() => setEdited(null)} />
								</Show>
							</td>
							<td>{device.fleet ?? manageTexts.parts.none}</td>
						</tr>
					)}
				</For>
				<Show when={rows.window().after > 0}>{room(rows.window().after)}</Show>
			</tbody>
		</DataTable>
	);
}

const COLUMNS = Object.keys(texts.heads).length;

function Cells(props: { device: DeviceEntry; seen: DeviceSeen | null | undefined; now: number }) {
	const { times } = useDesk();
	const standing = () => standingOf(props.seen, props.now);
	const none = manageTexts.parts.none;
	const count = (value: number | undefined) => (value === undefined ? none : formatCount(value));
	const skew = () => {
		const ms = props.seen?.clock_skew_ms ?? null;
		if (ms === null) return none;
		return `${ms < 0 ? "−" : "+"}${Math.abs(ms) < 1000 ? `${Math.round(Math.abs(ms))} ms` : formatElapsed(Math.abs(ms))}`;
	};
	return (
		<>
			<th scope="row" class="manage-id">
				{props.device.id}
			</th>
			<td>
				{props.device.bed ?? texts.noBed}
				<Show when={props.device.simulated}>
					{" "}
					<span class="manage-tag">{texts.simulated}</span>
				</Show>
			</td>
			<td>
				<span class="manage-state" data-state={standing()}>
					{texts.standings[standing()]}
				</span>
			</td>
			<td>
				<Show when={props.seen?.at} fallback={none}>
					{(at) => (
						<time dateTime={at()} title={times.full(Date.parse(at()))}>
							{texts.ago(formatElapsed(props.now - Date.parse(at())))}
						</time>
					)}
				</Show>
			</td>
			<td classList={{ "manage-warn": (props.seen?.battery_level ?? 100) < LOW_BATTERY }}>
				{props.seen?.battery_level == null ? none : `${Math.round(props.seen.battery_level)} %`}
			</td>
			<td
				title={props.device.firmware === null ? undefined : times.full(Date.parse(props.device.firmware.reported_at))}
			>
				{props.device.firmware?.version ?? none}
			</td>
			<td
				class="manage-number"
				classList={{ "manage-warn": !props.device.simulated && Math.abs(props.seen?.clock_skew_ms ?? 0) > SKEW_MS }}
				title={texts.skewTitle}
			>
				{skew()}
			</td>
			<td class="manage-number">
				{count(props.seen?.pending_readings)}
				<Show when={(props.seen?.pending_news ?? 0) > 0}>
					<span class="manage-warn"> {texts.pendingNews(props.seen?.pending_news ?? 0)}</span>
				</Show>
			</td>
			<td class="manage-number">{count(props.seen?.duplicates)}</td>
			<td class="manage-number" classList={{ "manage-warn": (props.seen?.refused ?? 0) > 0 }}>
				{count(props.seen?.refused)}
			</td>
		</>
	);
}

function TagEditor(props: {
	device: DeviceEntry;
	save: (id: string, tags: string) => Promise<void>;
	cancel: () => void;
}) {
	let field: HTMLInputElement | undefined;
	queueMicrotask(() => field?.focus());
	return (
		<form
			class="manage-actions"
			onSubmit={(event) => {
				event.preventDefault();
				void props.save(props.device.id, field?.value ?? "");
			}}
			onKeyDown={(event) => {
				if (event.key === "Escape") props.cancel();
			}}
		>
			<input
				ref={(element) => (field = element)}
				aria-label={texts.tagsOf(props.device.id)}
				value={props.device.tags.join(" ")}
			/>
			<button type="submit" class="button button-strong">
				{texts.save}
			</button>
			<button type="button" class="button" onClick={() => props.cancel()}>
				{texts.cancel}
			</button>
		</form>
	);
}
