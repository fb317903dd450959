/** What the month costs: what was counted, what is estimated from it, and what comes of both. */
import { For } from "solid-js";
import type { CostAnswer } from "../../../vitals/api.ts";
import { useDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import { formatCount } from "../state/format.ts";
import { fetchCost } from "./manage-api.ts";
import { DataTable, Fetched, Figure, ManagePage } from "./parts.tsx";
import { manageTexts } from "./texts.ts";

const texts = manageTexts.cost;
const EVERY_MS = 5 * 60_000;

const dollars = new Intl.NumberFormat(undefined, { style: "currency", currency: "USD" });
const units = new Intl.NumberFormat(undefined, { notation: "compact", maximumSignificantDigits: 3 });

export default function CostPage() {
	const { toSignIn } = useDesk();
	const cost = createRefreshed(fetchCost, () => EVERY_MS, toSignIn);
	const month = () => {
		const since = cost.value()?.since;
		const at = since === undefined ? new Date() : new Date(since);
		return new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric", timeZone: "UTC" }).format(at);
	};
	return (
		<ManagePage title={texts.title} purpose={texts.purpose(month())}>
			<Fetched of={cost}>
				{(value) => (
					<>
						<dl class="manage-figures">
							<Figure label={texts.soFar} value={dollars.format(value().usd)} />
							<Figure label={texts.month} value={dollars.format(value().month_usd)} />
							<Figure label={texts.devices} value={formatCount(value().counted.devices)} />
							<Figure label={texts.readings} value={formatCount(value().counted.readings)} />
							<Figure label={texts.writes} value={formatCount(value().counted.lake_writes)} />
							<Figure label={texts.episodes} value={formatCount(value().counted.episodes)} />
						</dl>
						<Lines cost={value()} />
						<p class="manage-purpose">
							{texts.note} {texts.prices(value().prices_of)}
						</p>
					</>
				)}
			</Fetched>
		</ManagePage>
	);
}

function Lines(props: { cost: CostAnswer }) {
	return (
		<DataTable caption={texts.lines} head={texts.heads} numbers={[2, 3, 4, 5]}>
			<tbody>
				<tr>
					<th scope="row">{texts.base}</th>
					<td />
					<td />
					<td />
					<td class="manage-number">{dollars.format(props.cost.base_usd)}</td>
					<td class="manage-number">{dollars.format(props.cost.base_usd)}</td>
				</tr>
				<For each={props.cost.lines}>
					{(line) => (
						<tr>
							<th scope="row">{line.label}</th>
							<td>{texts.bases[line.basis]}</td>
							<td class="manage-number">{units.format(line.units)}</td>
							<td class="manage-number">{units.format(line.free)}</td>
							<td class="manage-number">{dollars.format(line.usd)}</td>
							<td class="manage-number">{dollars.format(line.month_usd)}</td>
						</tr>
					)}
				</For>
			</tbody>
		</DataTable>
	);
}
