import { For, Show } from "solid-js";
import type { AnswerSource } from "../../../vitals/assistant.ts";
import { CloseShape } from "../components/icons.tsx";
import type { TimeFormats } from "../state/format.ts";
import { assistantTexts as texts } from "./texts.ts";

/** Where a source leads on the screen. */
export interface SourceDoors {
	/** Shows the bed of a device, where it is on the screen. */
	readonly bed: (deviceId: string) => (() => void) | null;
	/** Opens the page that a source is from; null for those who have no such page, and where it is from none. */
	readonly page: (target: NonNullable<AnswerSource["target"]>) => (() => void) | null;
	/** Opens the report of a device's patient; null for those who make none. */
	readonly report: ((deviceId: string) => void) | null;
}

/** What was found, in place: its kind, its time, and its text as it is. The text is data, whoever wrote it. */
export function SourceCard(props: {
	id: string;
	source: AnswerSource;
	times: TimeFormats;
	doors: SourceDoors;
	close: () => void;
}) {
	const period = () => {
		const { from, to } = props.source;
		if (from === null) return "";
		const [start, end] = [Date.parse(from), Date.parse(to ?? from)];
		const { day, time } = props.times;
		if (day(start) !== day(end)) return `${day(start)} ${time(start)} – ${day(end)} ${time(end)}`;
		return time(start) === time(end) ? `${day(start)} ${time(start)}` : `${day(start)} ${time(start)} – ${time(end)}`;
	};
	const toBed = () => (props.source.device_id === null ? null : props.doors.bed(props.source.device_id));
	const toPage = () => {
		const { target } = props.source;
		const [label, open] = target === null ? [] : [texts.pages[target.kind], props.doors.page(target)];
		return label === undefined || open == null ? null : { label, open };
	};
	const onKey = (event: KeyboardEvent) => {
		if (event.key !== "Escape") return;
		event.preventDefault();
		props.close();
	};
	return (
		<div
			class="source-card"
			id={props.id}
			tabindex="-1"
			role="group"
			aria-label={texts.source(props.source.id, props.source.title)}
			onKeyDown={onKey}
		>
			<header>
				<strong>{texts.sourceKinds[props.source.kind] ?? props.source.kind}</strong>
				<span>{period()}</span>
				<button
					type="button"
					class="icon-button"
					aria-label={texts.closeSource}
					title={texts.closeSource}
					onClick={() => props.close()}
				>
					<CloseShape />
				</button>
			</header>
			<div class="source-text">
				<For each={props.source.text.split(/\n+/).filter((line) => line.trim() !== "")}>{(line) => <p>{line}</p>}</For>
			</div>
			<Show when={toBed()}>
				{(go) => (
					<button type="button" class="button" onClick={() => go()()}>
						{texts.showBed}
					</button>
				)}
			</Show>
			<Show when={toPage()}>
				{(page) => (
					<button type="button" class="button" onClick={() => page().open()}>
						{page().label}
					</button>
				)}
			</Show>
		</div>
	);
}
