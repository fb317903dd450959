/** Wards, their beds, and what holds for everybody on one. */
import { createEffect, For, on, Show } from "solid-js";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { compareLabels } from "../state/ordering.ts";
import {
	addBed,
	allowIdentity,
	chooseTemplate,
	fetchBeds,
	fetchTemplates,
	fetchWardNotifications,
	fetchWardTemplate,
	removeBed,
	saveWard,
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
	SureButton,
	textOf,
} from "./parts.tsx";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.wards;
const EVERY_MS = 60_000;
/** Templates come with a release. */
const TEMPLATES_EVERY_MS = 3600_000;

export default function WardsPage() {
	const { wards, wardId } = useDesk();
	const deed = createDeed();
	const save = async (fields: FormData) => {
		const { name } = await saveWard(textOf(fields, "id"), textOf(fields, "name"));
		wards.again();
		return texts.saved(name);
	};
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<div class="manage-columns">
				<Panel title={texts.add}>
					<DeedForm deed={deed} label={texts.add} submit={texts.submit} work={save}>
						<Field label={texts.id}>
							<input name="id" required maxlength="50" autocomplete="off" spellcheck={false} />
						</Field>
						<Field label={texts.name}>
							<input name="name" required maxlength="80" autocomplete="off" />
						</Field>
					</DeedForm>
				</Panel>
				<Show when={wardId()} keyed>
					{(id) => <Settings ward={id} />}
				</Show>
			</div>
			<div class="manage-columns">
				<Fetched of={wards}>
					{(all) => (
						<DataTable caption={texts.caption} note={String(all().length)} head={texts.heads} numbers={[2, 3, 4]}>
							<tbody>
								<For each={all()}>
									{(ward) => (
										<tr>
											<th scope="row">{ward.name}</th>
											<td class="manage-id">{ward.id}</td>
											<td class="manage-number">{ward.beds}</td>
											<td class="manage-number">{ward.devices}</td>
											<td class="manage-number">{ward.open_episodes}</td>
										</tr>
									)}
								</For>
							</tbody>
						</DataTable>
					)}
				</Fetched>
				<Show when={wardId()} keyed>
					{(id) => <Beds ward={id} />}
				</Show>
			</div>
		</ManagePage>
	);
}

function Settings(props: { ward: string }) {
	const { toSignIn, wardName } = useDesk();
	const deed = createDeed();
	const templates = createRefreshed(fetchTemplates, () => TEMPLATES_EVERY_MS, toSignIn);
	const chosen = createRefreshed(
		() => fetchWardTemplate(props.ward),
		() => EVERY_MS,
		toSignIn,
	);
	const notifications = createRefreshed(
		() => fetchWardNotifications(props.ward),
		() => EVERY_MS,
		toSignIn,
	);
	const choose = (template: string) =>
		deed.run(async () => {
			const { told } = await chooseTemplate(props.ward, template === "" ? null : template);
			chosen.again();
			return told === undefined ? texts.templateSavedPlain : texts.templateSaved(told.devices, told.of);
		});
	const allow = (identity: boolean) =>
		deed.run(async () => {
			await allowIdentity(props.ward, identity);
			notifications.again();
			return texts.notificationsSaved;
		});
	return (
		<Panel title={texts.of(wardName())} note={texts.choose}>
			<Fetched of={templates}>
				{(all) => (
					<Field label={texts.template}>
						<select disabled={chosen.value() === null} onChange={(event) => void choose(event.currentTarget.value)}>
							<option value="" selected={chosen.value()?.template == null}>
								{texts.adult}
							</option>
							<For each={all()}>
								{({ key, name, validated }) => (
									<option value={key} selected={chosen.value()?.template === key}>
										{validated ? name : `${name} (${texts.notValidated})`}
									</option>
								)}
							</For>
						</select>
					</Field>
				)}
			</Fetched>
			<label class="manage-check">
				<input
					type="checkbox"
					disabled={notifications.value() === null}
					checked={notifications.value()?.identity ?? false}
					onChange={(event) => void allow(event.currentTarget.checked)}
				/>
				{texts.notifications}
			</label>
			<p class="manage-note">{texts.notificationsHint}</p>
			<Said deed={deed} />
		</Panel>
	);
}

function Beds(props: { ward: string }) {
	const { toSignIn, wardName, wards } = useDesk();
	const adding = createDeed();
	const deed = createDeed();
	const beds = createRefreshed(
		() => fetchBeds(props.ward),
		() => EVERY_MS,
		toSignIn,
	);
	createEffect(on(beds.fetchedAt, () => wards.again(), { defer: true }));
	const sorted = () => [...(beds.value() ?? [])].sort((a, b) => compareLabels(a.label, b.label));
	const add = async (fields: FormData) => {
		const label = textOf(fields, "label");
		await addBed(props.ward, label);
		beds.again();
		return texts.bedAdded(label);
	};
	const remove = (id: string, label: string) =>
		deed.run(async () => {
			await removeBed(props.ward, id);
			beds.again();
			return texts.removed(label);
		});
	return (
		<Panel title={texts.beds(wardName())}>
			<DeedForm deed={adding} label={texts.addBed} submit={texts.addBed} work={add}>
				<Field label={texts.label}>
					<input name="label" required maxlength="40" autocomplete="off" />
				</Field>
			</DeedForm>
			<Said deed={deed} />
			<Fetched of={beds}>
				{(all) => (
					<Show when={all().length > 0} fallback={<p class="notice-quiet">{texts.noBeds}</p>}>
						<DataTable caption={texts.beds(wardName())} note={String(all().length)} head={texts.bedHeads}>
							<tbody>
								<For each={sorted()}>
									{({ id, label, devices }) => (
										<tr>
											<th scope="row">{label}</th>
											<td class="manage-id">{devices.length === 0 ? texts.empty : devices.join(", ")}</td>
											<td>
												<Show when={devices.length === 0}>
													<SureButton
														label={texts.remove}
														sure={texts.sureRemove}
														onSure={() => void remove(id, label)}
													/>
												</Show>
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
