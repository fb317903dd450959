/** Who opened a ward on which they do not work. */
import { For, Show } from "solid-js";
import type { NamedBreakGlass } from "../../../vitals/members.ts";
import { seeGlass } from "../api.ts";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { fetchGlass } from "./manage-api.ts";
import { createDeed, DataTable, Fetched, ManagePage, Said } from "./parts.tsx";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.glass;
const EVERY_MS = 30_000;

export default function GlassPage() {
	const { toSignIn } = useDesk();
	const glass = createRefreshed(fetchGlass, () => EVERY_MS, toSignIn);
	const deed = createDeed();
	const see = (id: string) =>
		deed.run(async () => {
			await seeGlass(id);
			glass.again();
			return texts.seen;
		});
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<Said deed={deed} />
			<Fetched of={glass}>
				{(all) => (
					<Show when={all().length > 0} fallback={<p class="notice-quiet">{texts.none}</p>}>
						<DataTable caption={texts.caption} head={texts.heads}>
							<tbody>
								<For each={all()}>{(one) => <Row glass={one} at={glass.fetchedAt()} see={(id) => void see(id)} />}</For>
							</tbody>
						</DataTable>
					</Show>
				)}
			</Fetched>
		</ManagePage>
	);
}

function Row(props: { glass: NamedBreakGlass; at: number; see: (id: string) => void }) {
	const { me, times } = useDesk();
	const moment = (iso: string) => <time dateTime={iso}>{times.full(Date.parse(iso))}</time>;
	return (
		<tr data-glass={props.glass.id}>
			<th scope="row">{props.glass.member_name ?? props.glass.member_id}</th>
			<td>{props.glass.ward_name ?? props.glass.ward_id}</td>
			<td class="manage-text">{props.glass.reason}</td>
			<td>{moment(props.glass.granted_at)}</td>
			<td>
				{moment(props.glass.expires_at)}{" "}
				<Show when={Date.parse(props.glass.expires_at) > props.at}>
					<span class="manage-state" data-state="open">
						{texts.open}
					</span>
				</Show>
			</td>
			<td>
				<Show
					when={props.glass.seen_at}
					fallback={
						<div class="manage-actions">
							<span class="manage-warn">{texts.unseen}</span>
							<Show when={props.glass.member_id !== me.id}>
								<button type="button" class="button" onClick={() => props.see(props.glass.id)}>
									{texts.see}
								</button>
							</Show>
						</div>
					}
				>
					{(seen) => (
						<>
							<span class="manage-id">{props.glass.seen_by}</span> {moment(seen())}
						</>
					)}
				</Show>
			</td>
		</tr>
	);
}
