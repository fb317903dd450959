/** How much the lake holds, and how well it is packed. */
import { For, Show } from "solid-js";
import type { LakeDay } from "../../../vitals/api.ts";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { formatBytes, formatCount, formatShare } from "../state/format.ts";
import { fetchLake, fetchLakeDays, workOnLake } from "./manage-api.ts";
import { createDeed, DataTable, Fetched, Figure, ManagePage, Panel, Said } from "./parts.tsx";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.lake;
const EVERY_MS = 60_000;
/** Bytes of JSON of one reading with eight vital signs, as `npm run bench -- lake` posts it. */
const JSON_BYTES = 216;

export default function LakePage() {
	const { toSignIn } = useDesk();
	const lake = createRefreshed(fetchLake, () => EVERY_MS, toSignIn);
	const days = createRefreshed(fetchLakeDays, () => EVERY_MS, toSignIn);
	const deed = createDeed();
	const work = (what: "flush" | "compact") =>
		deed.run(async () => {
			const failed = await workOnLake(what);
			lake.again();
			days.again();
			return texts.worked(failed);
		});
	return (
		<ManagePage title={texts.title} purpose={texts.purpose}>
			<Fetched of={lake}>
				{(value) => {
					const size = () => value().lake;
					const perReading = () => (size().readings === 0 ? null : size().bytes / size().readings);
					return (
						<dl class="manage-figures">
							<Figure label={texts.files} value={formatCount(size().objects)} />
							<Figure label={texts.readings} value={formatCount(size().readings)} />
							<Figure label={texts.bytes} value={formatBytes(size().bytes)} />
							<Figure label={texts.perReading} value={perReading()?.toFixed(1) ?? manageTexts.parts.none} />
							<Figure
								label={texts.saving}
								value={
									perReading() === null ? manageTexts.parts.none : formatShare(1 - (perReading() ?? 0) / JSON_BYTES)
								}
							>
								{texts.savingNote(JSON_BYTES)}
							</Figure>
						</dl>
					);
				}}
			</Fetched>
			<Fetched of={days}>
				{(page) => (
					<Show when={page().data.length > 0} fallback={<p class="notice-quiet">{texts.none}</p>}>
						<DataTable caption={texts.days} head={texts.heads} numbers={[1, 2, 3, 4, 5]}>
							<tbody>
								<For each={page().data}>{(day) => <Day day={day} />}</For>
							</tbody>
						</DataTable>
					</Show>
				)}
			</Fetched>
			<Panel title={texts.work} note={texts.workNote}>
				<div class="manage-actions">
					<button type="button" class="button" aria-disabled={deed.busy()} onClick={() => void work("flush")}>
						{texts.flush}
					</button>
					<button type="button" class="button" aria-disabled={deed.busy()} onClick={() => void work("compact")}>
						{texts.compact}
					</button>
				</div>
				<Said deed={deed} />
			</Panel>
		</ManagePage>
	);
}

function Day(props: { day: LakeDay }) {
	return (
		<tr>
			<th scope="row">{props.day.date}</th>
			<td class="manage-number">{formatCount(props.day.objects)}</td>
			<td class="manage-number">{formatCount(props.day.devices)}</td>
			<td class="manage-number">{formatCount(props.day.readings)}</td>
			<td class="manage-number">{formatBytes(props.day.bytes)}</td>
			<td class="manage-number">{(props.day.bytes / Math.max(1, props.day.readings)).toFixed(1)}</td>
			<td>
				{props.day.objects <= props.day.devices
					? texts.compacted
					: texts.waiting(formatCount(props.day.objects), formatCount(props.day.devices))}
			</td>
		</tr>
	);
}
