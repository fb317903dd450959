/** Keys of devices and fleets, and codes with which devices get theirs. */
import { createSignal, For, Show } from "solid-js";
import type { FleetDetail } from "../../../vitals/fleets.ts";
import { NoWards } from "../components/notices.tsx";
import { useDesk } from "../desk.ts";
import { createRefreshed, type Refreshed } from "../refresh.ts";
import { formatCount } from "../state/format.ts";
import {
	createClaims,
	fetchDevice,
	fetchFleet,
	fetchFleets,
	fetchFleetOf,
	issueFleetKey,
	issueKey,
	revokeFleetKeys,
	revokeKeys,
	saveFleet,
} from "./manage-api.ts";
import {
	createDeed,
	DataTable,
	DeedForm,
	Fetched,
	Field,
	ManagePage,
	Panel,
	Said,
	SecretOnce,
	SureButton,
	textOf,
} from "./parts.tsx";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.keys;
const FLEETS_EVERY_MS = 15_000;
const HOUR_S = 3600;
/** Ids to choose from; they change when somebody enrols a device. */
const IDS_EVERY_MS = 5 * 60_000;

interface Secret {
	readonly title: string;
	readonly secret: string;
	readonly note: string;
}

export default function KeysPage() {
	const { wards, wardId } = useDesk();
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<Show when={wards.value()?.length !== 0} fallback={<NoWards />}>
				<Show when={wardId()} keyed>
					{(id) => <WardKeys ward={id} />}
				</Show>
			</Show>
		</ManagePage>
	);
}

function WardKeys(props: { ward: string }) {
	const { toSignIn } = useDesk();
	const fleets = createRefreshed(
		async () => Promise.all((await fetchFleets(props.ward)).map(({ id }) => fetchFleet(id))),
		() => FLEETS_EVERY_MS,
		toSignIn,
	);
	const devices = createRefreshed(
		() => fetchFleetOf(props.ward),
		() => IDS_EVERY_MS,
		toSignIn,
	);
	return (
		<>
			<datalist id="manage-devices">
				<For each={devices.value() ?? []}>{({ id, bed }) => <option value={id}>{bed ?? ""}</option>}</For>
			</datalist>
			<datalist id="manage-fleets">
				<For each={fleets.value() ?? []}>{({ id, name }) => <option value={id}>{name}</option>}</For>
			</datalist>
			<div class="manage-columns">
				<DeviceKeys />
				<Claims ward={props.ward} />
			</div>
			<Fleets ward={props.ward} fleets={fleets} />
		</>
	);
}

function DeviceKeys() {
	const deed = createDeed();
	const [id, setId] = createSignal("");
	const [keys, setKeys] = createSignal<{ readonly generation: number; readonly lowest: number } | null>(null);
	const [secret, setSecret] = createSignal<Secret | null>(null);
	const look = async () => {
		const { status } = await fetchDevice(id());
		setKeys({ generation: status.keyGeneration, lowest: status.lowestKey });
		return "";
	};
	const issue = () =>
		deed.run(async () => {
			const issued = await issueKey(id());
			setSecret({ title: texts.secret(id(), issued.generation), secret: issued.key, note: texts.once });
			await look();
			return texts.issued(issued.generation);
		});
	const revoke = (below: number) =>
		deed.run(async () => {
			const { lowest_valid } = await revokeKeys(id(), below);
			await look();
			return texts.revoked(lowest_valid);
		});
	return (
		<Panel title={texts.device}>
			<form
				class="manage-form"
				aria-label={texts.device}
				onSubmit={(event) => {
					event.preventDefault();
					setId(textOf(new FormData(event.currentTarget), "device"));
					setKeys(null);
					void deed.run(look);
				}}
			>
				<Field label={texts.deviceId} hint={texts.deviceHint}>
					<input name="device" required list="manage-devices" autocomplete="off" spellcheck={false} />
				</Field>
				<button type="submit" class="button">
					{texts.look}
				</button>
			</form>
			<Show when={keys()}>
				{(ring) => (
					<>
						<p>
							<span class="manage-id">{id()}</span>: {texts.state(ring().generation, ring().lowest)}
						</p>
						<div class="manage-actions">
							<button
								type="button"
								class="button button-strong"
								aria-disabled={deed.busy()}
								onClick={() => void issue()}
							>
								{texts.issue}
							</button>
							<Show when={ring().generation > ring().lowest}>
								<SureButton
									label={texts.revokeOlder}
									sure={texts.sure}
									disabled={deed.busy()}
									onSure={() => void revoke(ring().generation)}
								/>
							</Show>
							<Show when={ring().generation >= ring().lowest && ring().generation > 0}>
								<SureButton
									label={texts.revokeAll}
									sure={texts.sure}
									disabled={deed.busy()}
									onSure={() => void revoke(ring().generation + 1)}
								/>
							</Show>
						</div>
					</>
				)}
			</Show>
			<Said deed={deed} />
			<Show when={secret()}>{(shown) => <SecretOnce {...shown()} forget={() => setSecret(null)} />}</Show>
		</Panel>
	);
}

function Claims(props: { ward: string }) {
	const { times } = useDesk();
	const deed = createDeed();
	const [what, setWhat] = createSignal<"device" | "fleet">("device");
	const [secret, setSecret] = createSignal<Secret | null>(null);
	const claim = async (fields: FormData) => {
		const made = await createClaims({
			[what() === "device" ? "device_id" : "fleet"]: textOf(fields, "id"),
			ward_id: props.ward,
			count: what() === "device" ? 1 : Number(textOf(fields, "count")),
			expires_in_s: Number(textOf(fields, "hours")) * HOUR_S,
		});
		const until = times.full(Date.parse(made.expires_at));
		setSecret({
			title: texts.claimSecret(made.codes.length, until),
			secret: made.codes.join("\n"),
			note: texts.once,
		});
		return texts.claimed(made.codes.length);
	};
	return (
		<Panel title={texts.claims} note={texts.claimsNote}>
			<DeedForm deed={deed} label={texts.claims} submit={texts.claim} work={claim}>
				<Field label={texts.claimFor}>
					<select
						value={what()}
						onChange={(event) => setWhat(event.currentTarget.value === "fleet" ? "fleet" : "device")}
					>
						<option value="device">{texts.claimDevice}</option>
						<option value="fleet">{texts.claimFleet}</option>
					</select>
				</Field>
				<Field label={texts.claimId}>
					<input
						name="id"
						required
						list={what() === "device" ? "manage-devices" : "manage-fleets"}
						autocomplete="off"
						spellcheck={false}
					/>
				</Field>
				<Show when={what() === "fleet"}>
					<Field label={texts.claimCount}>
						<input name="count" type="number" min="1" max="500" value="1" required />
					</Field>
				</Show>
				<Field label={texts.claimHours}>
					<input name="hours" type="number" min="1" max="168" value="24" required />
				</Field>
			</DeedForm>
			<Show when={secret()}>{(shown) => <SecretOnce {...shown()} forget={() => setSecret(null)} />}</Show>
		</Panel>
	);
}

function Fleets(props: { ward: string; fleets: Refreshed<readonly FleetDetail[]> }) {
	const making = createDeed();
	const deed = createDeed();
	const [secret, setSecret] = createSignal<Secret | null>(null);
	const make = async (fields: FormData) => {
		const id = textOf(fields, "id");
		const limit = Number(textOf(fields, "limit"));
		await saveFleet(id, { name: textOf(fields, "name"), ward_id: props.ward, device_limit: limit });
		props.fleets.again();
		return texts.fleetSaved(id);
	};
	const issue = (id: string) =>
		deed.run(async () => {
			const issued = await issueFleetKey(id);
			setSecret({ title: texts.secret(id, issued.generation), secret: issued.key, note: texts.once });
			props.fleets.again();
			return texts.issued(issued.generation);
		});
	const revoke = ({ id, generation }: FleetDetail) =>
		deed.run(async () => {
			await revokeFleetKeys(id, generation);
			props.fleets.again();
			return texts.revoked(generation);
		});
	return (
		<Panel title={texts.fleets} note={texts.fleetsNote}>
			<DeedForm deed={making} label={texts.fleets} submit={texts.saveFleet} work={make}>
				<Field label={texts.fleetId}>
					<input name="id" required maxlength="50" autocomplete="off" spellcheck={false} />
				</Field>
				<Field label={texts.fleetName}>
					<input name="name" required maxlength="80" autocomplete="off" />
				</Field>
				<Field label={texts.fleetLimit}>
					<input name="limit" type="number" min="1" max="100000" value="100" required />
				</Field>
			</DeedForm>
			<Said deed={deed} />
			<Show when={secret()}>{(shown) => <SecretOnce {...shown()} forget={() => setSecret(null)} />}</Show>
			<Fetched of={props.fleets}>
				{(fleets) => (
					<Show when={fleets().length > 0} fallback={<p class="notice-quiet">{texts.noFleets}</p>}>
						<DataTable caption={texts.fleets} head={texts.fleetHeads}>
							<tbody>
								<For each={fleets()}>
									{(fleet) => (
										<tr>
											<th scope="row" class="manage-id">
												{fleet.id}
											</th>
											<td>{fleet.name}</td>
											<td>{texts.ofLimit(fleet.devices, fleet.device_limit)}</td>
											<td>{fleet.generation === 0 ? manageTexts.parts.none : formatCount(fleet.generation)}</td>
											<td>
												{fleet.revocation.generation <= 1
													? texts.noRevocation
													: texts.revocation(fleet.revocation.remaining, fleet.revocation.total)}
											</td>
											<td>
												<div class="manage-actions">
													<button
														type="button"
														class="button"
														aria-disabled={deed.busy()}
														onClick={() => void issue(fleet.id)}
													>
														{texts.issue}
													</button>
													<Show when={fleet.generation > Math.max(1, fleet.revocation.generation)}>
														<SureButton
															label={texts.revokeOlder}
															sure={texts.sure}
															disabled={deed.busy()}
															onSure={() => void revoke(fleet)}
														/>
													</Show>
												</div>
											</td>
										</tr>
									)}
								</For>
							</tbody>
						</DataTable>
					</Show>
				)}
			</Fetched>
		</Panel>
	);
}
