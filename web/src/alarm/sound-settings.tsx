/** What the reader decides about alarms and the screen of this browser. */
import { createSignal, For, onMount } from "solid-js";
import { keepNight, LEAST_VOLUME, type NightChoice, nightChoice } from "../preferences.ts";
import { wallAddress } from "../wall/address.ts";
import type { AlarmSound } from "./alarm-sound.ts";
import { alarmTexts } from "./texts.ts";

const texts = alarmTexts.settings;

export function SoundSettings(props: {
	sound: AlarmSound;
	wardId: string | null;
	onNight: () => void;
	close: () => void;
}) {
	let dialog: HTMLDialogElement | undefined;
	onMount(() => dialog?.showModal());
	const [night, setNight] = createSignal<NightChoice>(nightChoice());
	const isOn = () => props.sound.state() === "on" || props.sound.state() === "paused";
	const chooseNight = (choice: NightChoice) => {
		setNight(choice);
		keepNight(choice);
		props.onNight();
	};
	return (
		<dialog
			ref={(element) => (dialog = element)}
			class="help sound-settings"
			aria-labelledby="sound-settings-title"
			onClose={() => props.close()}
		>
			<h2 id="sound-settings-title">{texts.title}</h2>
			<h3>{texts.sound}</h3>
			<label class="help-switch">
				<input
					type="checkbox"
					checked={isOn()}
					disabled={props.sound.state() === "none"}
					onChange={(event) => (event.currentTarget.checked ? props.sound.turnOn() : props.sound.turnOff())}
				/>
				{texts.on}
			</label>
			<div class="sound-volume">
				<label for="sound-volume">{texts.volume}</label>
				<input
					id="sound-volume"
					type="range"
					min={LEAST_VOLUME}
					max="1"
					step="0.1"
					value={props.sound.volume()}
					onInput={(event) => props.sound.setVolume(event.currentTarget.valueAsNumber)}
				/>
				<button
					type="button"
					class="button sound-test"
					aria-label={texts.testOf}
					disabled={props.sound.state() === "none"}
					onClick={() => props.sound.test()}
				>
					{texts.test}
				</button>
			</div>
			<ul class="legend">
				<For each={["high", "medium", "technical"] as const}>
					{(priority) => (
						<li>
							<span class="alarm-fill" data-priority={priority} data-acknowledged="true">
								{priority === "high" ? "***" : priority === "medium" ? "**" : "*"}
							</span>
							{priority === "technical" ? texts.low : texts[priority]}
						</li>
					)}
				</For>
			</ul>
			<p class="help-note">{texts.note}</p>
			<h3>{texts.display}</h3>
			<label class="sound-night">
				{texts.night}
				<select onChange={(event) => chooseNight(event.currentTarget.value as NightChoice)}>
					<For each={["off", "auto", "on"] as const}>
						{(choice) => (
							<option value={choice} selected={choice === night()}>
								{texts.nights[choice]}
							</option>
						)}
					</For>
				</select>
			</label>
			<p class="sound-foot">
				<a class="button" href={wallAddress(props.wardId)} target="_blank" rel="noopener">
					{texts.wall}
				</a>
				<button type="button" class="button" onClick={() => dialog?.close()}>
					{texts.close}
				</button>
			</p>
		</dialog>
	);
}
