/** What people did and looked at, and whether the log is as it was written. */
import { createSignal, For, Show } from "solid-js";
import { type AuditEntry, type AuditOutcome, type ChainReport, verifyChain } from "../../../vitals/audit.ts";
import { useDesk } from "../desk.ts";
import { formatCount } from "../state/format.ts";
import { texts as common } from "../texts.ts";
import { exportAudit, fetchAudit, fetchAuditHeads } from "./manage-api.ts";
import { createDeed, DataTable, Field, ManagePage, Panel, Said, textOf } from "./parts.tsx";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.audit;
const OUTCOMES = Object.keys(texts.outcomes) as AuditOutcome[];
/** Entries between two words on how far it is. */
const TOLD_EVERY = 500;

export default function AuditPage() {
	const { times } = useDesk();
	const deed = createDeed();
	const [entries, setEntries] = createSignal<readonly AuditEntry[]>([]);
	const [cursor, setCursor] = createSignal<string | null>(null);
	let filter: Readonly<Record<string, string>> = {};
	const load = (more: boolean) =>
		deed.run(async () => {
			const page = await fetchAudit({ ...filter, cursor: more ? (cursor() ?? "") : "" });
			setEntries(more ? [...entries(), ...page.data] : page.data);
			setCursor(page.next_cursor);
			return entries().length === 0 ? texts.none : "";
		});
	void load(false);
	const apply = (fields: FormData) => {
		const moment = (name: string) => {
			const at = Date.parse(textOf(fields, name));
			return Number.isNaN(at) ? "" : new Date(at).toISOString();
		};
		filter = {
			...Object.fromEntries(
				["actor", "action", "ward", "patient", "outcome"].map((name) => [name, textOf(fields, name)]),
			),
			since: moment("since"),
			until: moment("until"),
		};
		void load(false);
	};
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<Chain />
			<form
				class="manage-form"
				aria-label={texts.filter}
				onSubmit={(event) => {
					event.preventDefault();
					apply(new FormData(event.currentTarget));
				}}
			>
				<For each={["actor", "action", "ward", "patient"] as const}>
					{(name) => (
						<Field label={texts[name]}>
							<input name={name} size="14" autocomplete="off" spellcheck={false} />
						</Field>
					)}
				</For>
				<Field label={texts.outcome}>
					<select name="outcome">
						<option value="">{texts.anyOutcome}</option>
						<For each={OUTCOMES}>{(outcome) => <option value={outcome}>{texts.outcomes[outcome]}</option>}</For>
					</select>
				</Field>
				<Field label={texts.since}>
					<input name="since" type="datetime-local" />
				</Field>
				<Field label={texts.until}>
					<input name="until" type="datetime-local" />
				</Field>
				<button type="submit" class="button button-strong">
					{texts.apply}
				</button>
			</form>
			<Said deed={deed} />
			<Show when={entries().length > 0}>
				<DataTable
					caption={texts.caption}
					note={texts.count(entries().length, cursor() !== null)}
					head={texts.heads}
					numbers={[0]}
				>
					<tbody>
						<For each={entries()}>{(entry) => <Entry entry={entry} time={times.full} />}</For>
					</tbody>
				</DataTable>
			</Show>
			<Show when={cursor() !== null}>
				<div class="manage-actions">
					<button type="button" class="button" aria-disabled={deed.busy()} onClick={() => void load(true)}>
						{texts.older}
					</button>
				</div>
			</Show>
		</ManagePage>
	);
}

function Entry(props: { entry: AuditEntry; time: (at: number) => string }) {
	const none = manageTexts.parts.none;
	const role = () => (props.entry.role === null ? "" : common.roles[props.entry.role]);
	return (
		<tr data-seq={props.entry.seq}>
			<td class="manage-number">{props.entry.seq}</td>
			<td>
				<time dateTime={props.entry.at}>{props.time(Date.parse(props.entry.at))}</time>
			</td>
			<td>
				<span class="manage-id">{props.entry.actor}</span> {role()}
			</td>
			<td class="manage-id">{props.entry.action}</td>
			<td class="manage-id">{props.entry.object ?? none}</td>
			<td class="manage-id">{props.entry.ward ?? none}</td>
			<td class="manage-id">{props.entry.patient ?? none}</td>
			<td>
				<span class="manage-state" data-state={props.entry.outcome}>
					{texts.outcomes[props.entry.outcome]}
				</span>
			</td>
			<td class="manage-id">{props.entry.origin ?? none}</td>
		</tr>
	);
}

function Chain() {
	const deed = createDeed();
	const [checked, setChecked] = createSignal(0);
	const [report, setReport] = createSignal<ChainReport | null>(null);
	async function* counted(): AsyncGenerator<AuditEntry> {
		for await (const entry of exportAudit()) {
			if (entry.seq % TOLD_EVERY === 0) setChecked(entry.seq);
			yield entry;
		}
	}
	const verify = () =>
		deed.run(async () => {
			setReport(null);
			setChecked(0);
			// The heads first: one that is kept meanwhile is of an entry that may not have been read.
			const heads = await fetchAuditHeads();
			const found = await verifyChain(counted(), heads);
			setReport(found);
			return found.faults.length === 0
				? texts.sound(formatCount(found.entries), formatCount(found.heads))
				: texts.faulty(found.faults.length);
		});
	return (
		<Panel title={texts.verify} note={texts.verifyNote}>
			<div class="manage-actions">
				<button type="button" class="button" aria-disabled={deed.busy()} onClick={() => void verify()}>
					{texts.verify}
				</button>
				<Show when={deed.busy() && checked() > 0}>
					<span class="manage-note">{texts.verifying(formatCount(checked()))}</span>
				</Show>
			</div>
			<Said deed={deed} />
			<Show when={(report()?.faults.length ?? 0) > 0}>
				<ul class="manage-warn">
					<For each={report()?.faults ?? []}>{({ seq, what }) => <li>{texts.fault(seq, what)}</li>}</For>
				</ul>
			</Show>
		</Panel>
	);
}
