/** When a person is not to be woken. */
import { createSignal, For, Show } from "solid-js";
import type { QuietHours } from "../../../vitals/notifications.ts";
import { saveQuietHours } from "./notify-api.ts";
import type { Doing } from "./notifications-page.tsx";
import { notifyTexts } from "./texts.ts";

const texts = notifyTexts.quiet;

/** Where nothing was chosen: the reader's own zone, and whoever is in danger is told of. */
const firstHours = (): QuietHours => ({
	from: "22:00",
	to: "07:00",
	time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
	let_through: { high: true, summoned: true },
	held: "digest",
});

export function QuietPart(props: { hours: QuietHours | null; doing: Doing }) {
	const [edited, setEdited] = createSignal<QuietHours | null>(null);
	const hours = () => edited() ?? props.hours;
	const edit = (part: Partial<QuietHours>) => setEdited({ ...(hours() ?? firstHours()), ...part });
	const save = (wanted: QuietHours | null) =>
		void props
			.doing(async () => void (await saveQuietHours(wanted)))
			.then((done) => {
				if (done) setEdited(null);
			});
	const zones = Intl.supportedValuesOf("timeZone");
	return (
		<section class="notify-part" aria-labelledby="notify-quiet">
			<h3 id="notify-quiet">{texts.title}</h3>
			<p class="shift-purpose">{hours() === null ? texts.none : texts.purpose}</p>
			<label class="notify-switch">
				<input
					type="checkbox"
					checked={hours() !== null}
					onChange={(event) => save(event.currentTarget.checked ? firstHours() : null)}
				/>
				{texts.on}
			</label>
			<Show when={hours()}>
				{(shown) => (
					<form
						class="notify-form"
						onSubmit={(event) => {
							event.preventDefault();
							save(shown());
						}}
					>
						<div class="notify-pair">
							<label>
								{texts.from}
								<input
									type="time"
									required
									value={shown().from}
									onInput={(event) => edit({ from: event.currentTarget.value })}
								/>
							</label>
							<label>
								{texts.to}
								<input
									type="time"
									required
									value={shown().to}
									onInput={(event) => edit({ to: event.currentTarget.value })}
								/>
							</label>
						</div>
						<label>
							{texts.zone}
							<select onChange={(event) => edit({ time_zone: event.currentTarget.value })}>
								<For each={zones.includes(shown().time_zone) ? zones : [shown().time_zone, ...zones]}>
									{(zone) => (
										<option value={zone} selected={zone === shown().time_zone}>
											{zone}
										</option>
									)}
								</For>
							</select>
						</label>
						<label class="notify-switch">
							<input
								type="checkbox"
								checked={shown().let_through.high}
								onChange={(event) =>
									edit({ let_through: { ...shown().let_through, high: event.currentTarget.checked } })
								}
							/>
							{texts.high}
						</label>
						<label class="notify-switch">
							<input
								type="checkbox"
								checked={shown().let_through.summoned}
								onChange={(event) =>
									edit({ let_through: { ...shown().let_through, summoned: event.currentTarget.checked } })
								}
							/>
							{texts.summoned}
						</label>
						<label>
							{texts.held}
							<select onChange={(event) => edit({ held: event.currentTarget.value as QuietHours["held"] })}>
								<For each={["digest", "drop"] as const}>
									{(held) => (
										<option value={held} selected={held === shown().held}>
											{texts.helds[held]}
										</option>
									)}
								</For>
							</select>
						</label>
						<button type="submit" class="button" disabled={edited() === null}>
							{texts.save}
						</button>
					</form>
				)}
			</Show>
		</section>
	);
}
