/** An engineer's home page: the devices of a ward. */
import { createMemo, For, Match, Show, Switch } from "solid-js";
import type { DeviceSummary } from "../../vitals/api.ts";
import { fetchDevices } from "./api.ts";
import { LoadFailure, NoDevices, NoWards } from "./components/notices.tsx";
import { useDesk } from "./desk.ts";
import { createRefreshed } from "./refresh.ts";
import type { TimeFormats } from "./state/format.ts";
import { compareLabels } from "./state/ordering.ts";
import { texts } from "./texts.ts";

/** How often the ward's devices are asked for, in ms. */
const DEVICES_EVERY_MS = 30_000;
/** Devices listed at most. */
const DEVICES_SHOWN = 500;

/** The devices of the ward. */
export function DevicesPage() {
	const { times, wards, wardId, wardName, toSignIn } = useDesk();
	return (
		<main class="devices" id="content" tabindex="-1">
			<h2>{texts.engineer.title}</h2>
			<p class="devices-purpose">{texts.engineer.purpose}</p>
			<Switch fallback={<Loading />}>
				<Match when={wards.value() === null && wards.error()} keyed>
					{(error) => <LoadFailure error={error} retry={wards.again} />}
				</Match>
				<Match when={wards.value()?.length === 0}>
					<NoWards />
				</Match>
				<Match when={wardId()} keyed>
					{(id) => <WardDevices ward={id} name={wardName()} times={times} toSignIn={toSignIn} />}
				</Match>
			</Switch>
		</main>
	);
}

function Loading() {
	return (
		<p class="notice-quiet" role="status">
			{texts.engineer.loading}
		</p>
	);
}

function WardDevices(props: { ward: string; name: string; times: TimeFormats; toSignIn: () => boolean }) {
	const listed = createRefreshed(
		() => fetchDevices(props.ward, DEVICES_SHOWN),
		() => DEVICES_EVERY_MS,
		props.toSignIn,
	);
	const devices = createMemo(() =>
		[...(listed.value()?.devices ?? [])].sort((a, b) => compareLabels(a.bed ?? a.id, b.bed ?? b.id)),
	);
	return (
		<Switch fallback={<Loading />}>
			<Match when={listed.value() === null && listed.error()} keyed>
				{(error) => <LoadFailure error={error} retry={listed.again} />}
			</Match>
			<Match when={listed.value()?.devices.length === 0}>
				<NoDevices ward={props.name} />
			</Match>
			<Match when={listed.value()}>
				{(value) => (
					<>
						<Show when={listed.error() !== null}>
							<p class="count-stale" role="status">
								{texts.counts.stale(props.times.time(listed.fetchedAt()))}
							</p>
						</Show>
						<div class="devices-scroll" role="region" aria-label={texts.engineer.tableOf(props.name)} tabindex="0">
							<table class="devices-table">
								<caption>
									{texts.engineer.tableOf(props.name)}{" "}
									<span class="devices-count">{texts.engineer.shown(value().devices.length, value().more)}</span>
								</caption>
								<thead>
									<tr>
										<th scope="col">{texts.engineer.device}</th>
										<th scope="col">{texts.engineer.bed}</th>
										<th scope="col">{texts.engineer.simulated}</th>
										<th scope="col">{texts.engineer.enrolled}</th>
									</tr>
								</thead>
								<tbody>
									<For each={devices()}>{(device) => <DeviceRow device={device} times={props.times} />}</For>
								</tbody>
							</table>
						</div>
					</>
				)}
			</Match>
		</Switch>
	);
}

function DeviceRow(props: { device: DeviceSummary; times: TimeFormats }) {
	return (
		<tr data-device={props.device.id}>
			<th scope="row">{props.device.id}</th>
			<td>{props.device.bed ?? texts.engineer.noBed}</td>
			<td>{props.device.simulated ? texts.engineer.yes : texts.engineer.no}</td>
			<td>
				<time dateTime={props.device.enrolled_at}>{props.times.full(Date.parse(props.device.enrolled_at))}</time>
			</td>
		</tr>
	);
}
