/** Who may use this, as what, and on which wards. */
import { createSignal, For, Show } from "solid-js";
import { ROLES, type Role } from "../../../vitals/api.ts";
import type { Member, WardScope } from "../../../vitals/members.ts";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { texts as common } from "../texts.ts";
import { addMember, changeMember, endSessions, fetchMembers } from "./manage-api.ts";
import {
	createDeed,
	DataTable,
	type Deed,
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

const texts = manageTexts.people;
const EVERY_MS = 60_000;

/** "all", or ids apart by commas or spaces. */
const wardsOf = (text: string): WardScope =>
	text.trim().toLowerCase() === "all" ? "all" : text.split(/[\s,]+/).filter((id) => id !== "");
const wardsText = (wards: WardScope) => (wards === "all" ? "all" : wards.join(", "));
const roleOf = (text: string): Role => ROLES.find((role) => role === text) ?? "viewer";

export default function PeoplePage() {
	const { toSignIn } = useDesk();
	const members = createRefreshed(fetchMembers, () => EVERY_MS, toSignIn);
	const adding = createDeed();
	const deed = createDeed();
	const add = async (fields: FormData) => {
		const name = textOf(fields, "name");
		const role = roleOf(textOf(fields, "role"));
		await addMember({ subject: textOf(fields, "subject"), name, role, wards: wardsOf(textOf(fields, "wards")) });
		members.again();
		return texts.added(name);
	};
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<Panel title={texts.add}>
				<DeedForm deed={adding} label={texts.add} submit={texts.submit} work={add}>
					<Field label={texts.subject} hint={texts.subjectHint}>
						<input name="subject" required maxlength="128" autocomplete="off" spellcheck={false} />
					</Field>
					<Field label={texts.name}>
						<input name="name" required maxlength="80" autocomplete="off" />
					</Field>
					<Field label={texts.role}>
						<select name="role">
							<For each={ROLES}>{(role) => <option value={role}>{common.roles[role]}</option>}</For>
						</select>
					</Field>
					<Field label={texts.wards} hint={texts.wardsHint}>
						<input name="wards" required autocomplete="off" spellcheck={false} />
					</Field>
				</DeedForm>
			</Panel>
			<Said deed={deed} />
			<Fetched of={members}>
				{(all) => (
					<DataTable caption={texts.caption} note={String(all().length)} head={texts.heads}>
						<tbody>
							<For each={all()}>{(member) => <MemberRow member={member} deed={deed} again={members.again} />}</For>
						</tbody>
					</DataTable>
				)}
			</Fetched>
		</ManagePage>
	);
}

function MemberRow(props: { member: Member; deed: Deed; again: () => void }) {
	const { me } = useDesk();
	const [edited, setEdited] = createSignal(false);
	let role: HTMLSelectElement | undefined;
	let wards: HTMLInputElement | undefined;
	const change = (body: Parameters<typeof changeMember>[1]) =>
		props.deed.run(async () => {
			await changeMember(props.member.id, body);
			setEdited(false);
			props.again();
			return texts.changed(props.member.name);
		});
	const end = () =>
		props.deed.run(async () => {
			await endSessions(props.member.id);
			return texts.ended(props.member.name);
		});
	const scope = () => {
		if (props.member.wards === "all") return texts.all;
		return props.member.wards.length === 0 ? texts.none : wardsText(props.member.wards);
	};
	return (
		<tr data-member={props.member.id}>
			<th scope="row">
				{props.member.name}
				<Show when={props.member.id === me.id}>
					{" "}
					<span class="manage-tag">{texts.you}</span>
				</Show>
			</th>
			<td class="manage-id">{props.member.subject ?? texts.demo}</td>
			<Show
				when={edited()}
				fallback={
					<>
						<td>{common.roles[props.member.role]}</td>
						<td class="manage-text">{scope()}</td>
					</>
				}
			>
				<td>
					<select ref={(element) => (role = element)} aria-label={texts.roleOf(props.member.name)}>
						<For each={ROLES}>
							{(name) => (
								<option value={name} selected={name === props.member.role}>
									{common.roles[name]}
								</option>
							)}
						</For>
					</select>
				</td>
				<td>
					<input
						ref={(element) => (wards = element)}
						aria-label={texts.wardsOf(props.member.name)}
						value={wardsText(props.member.wards)}
						spellcheck={false}
					/>
				</td>
			</Show>
			<td>
				<span class="manage-state" data-state={props.member.status}>
					{texts[props.member.status]}
				</span>
			</td>
			<td>
				<div class="manage-actions">
					<Show
						when={edited()}
						fallback={
							<>
								<button type="button" class="button" onClick={() => setEdited(true)}>
									{texts.change}
								</button>
								<SureButton label={texts.endSessions} sure={texts.sureEnd} onSure={() => void end()} />
								<Show
									when={props.member.status === "active"}
									fallback={
										<button type="button" class="button" onClick={() => void change({ status: "active" })}>
											{texts.reactivate}
										</button>
									}
								>
									<SureButton
										label={texts.deactivate}
										sure={texts.sureDeactivate}
										onSure={() => void change({ status: "deactivated" })}
									/>
								</Show>
							</>
						}
					>
						<button
							type="button"
							class="button button-strong"
							onClick={() => void change({ role: roleOf(role?.value ?? ""), wards: wardsOf(wards?.value ?? "") })}
						>
							{texts.save}
						</button>
						<button type="button" class="button" onClick={() => setEdited(false)}>
							{texts.cancel}
						</button>
					</Show>
				</div>
			</td>
		</tr>
	);
}
