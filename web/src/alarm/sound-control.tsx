/** The alarm sound in the header: how it stands, its pause, and the way to its settings. */
import { createSignal, Show } from "solid-js";
import { formatElapsed } from "../state/format.ts";
import type { AlarmSound, SoundState } from "./alarm-sound.ts";
import { SoundSettings } from "./sound-settings.tsx";
import { alarmTexts as texts } from "./texts.ts";

/** Rounded up, so that it never says 0 while it lasts; seconds apart by the colon of a clock. */
function countdown(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A bell: whole, crossed by a broken line while the sound is paused, crossed by a whole one while it is off. */
function BellShape(props: { state: SoundState }) {
	return (
		<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
			<path d="M5 13.8V9a5 5 0 0 1 10 0v4.8l1.4 1.7H3.6ZM8.4 17.4a1.8 1.8 0 0 0 3.2 0" />
			<Show when={props.state === "paused"}>
				<path class="bell-cross" d="M3 3l14 14M17 3 3 17" stroke-dasharray="2.4 2" />
			</Show>
			<Show when={props.state === "off" || props.state === "blocked" || props.state === "none"}>
				<path class="bell-cross" d="M3 3l14 14M17 3 3 17" />
			</Show>
		</svg>
	);
}

export function SoundControl(props: { sound: AlarmSound; wardId: string | null; onNight: () => void }) {
	const [open, setOpen] = createSignal(false);
	const state = () => props.sound.state();
	const label = () => {
		const said = state();
		return said === "paused"
			? texts.control.paused(formatElapsed(Math.ceil(props.sound.pauseLeft() / 1000) * 1000))
			: texts.control[said];
	};
	return (
		<span class="sound" data-state={state()}>
			<Show when={state() === "on" && props.sound.isCalling()}>
				<button
					type="button"
					class="button sound-pause"
					title={texts.pauseTitle}
					aria-keyshortcuts="p"
					onClick={() => props.sound.pause()}
				>
					{texts.pause}
				</button>
			</Show>
			<Show when={state() === "paused"}>
				<button
					type="button"
					class="button sound-resume"
					title={label()}
					aria-keyshortcuts="p"
					onClick={() => props.sound.resume()}
				>
					{texts.resume}{" "}
					<span class="sound-left" aria-hidden="true">
						{countdown(props.sound.pauseLeft())}
					</span>
				</button>
			</Show>
			<button
				type="button"
				class="icon-button sound-button"
				aria-label={`${label()}. ${texts.settings.title}`}
				title={label()}
				aria-haspopup="dialog"
				onClick={() => setOpen(true)}
			>
				<BellShape state={state()} />
			</button>
			<Show when={open()}>
				<SoundSettings sound={props.sound} wardId={props.wardId} onNight={props.onNight} close={() => setOpen(false)} />
			</Show>
		</span>
	);
}

/** Says that alarms are not heard, until somebody decides. */
export function SoundBanner(props: { sound: AlarmSound }) {
	const isOff = () => props.sound.state() === "blocked" || props.sound.state() === "none";
	return (
		<Show when={isOff()}>
			<section class="bar sound-banner" aria-labelledby="sound-banner-title">
				<BellShape state="off" />
				<strong id="sound-banner-title">{texts.banner.title}</strong>
				<span>{props.sound.state() === "none" ? texts.banner.noneBody : texts.banner.body}</span>
				<Show when={props.sound.state() === "blocked"}>
					<button type="button" class="button" onClick={() => props.sound.turnOn()}>
						{texts.banner.turnOn}
					</button>
					<button type="button" class="button" onClick={() => props.sound.turnOff()}>
						{texts.banner.keepOff}
					</button>
				</Show>
			</section>
		</Show>
	);
}
