/** The alarm sound of this page: whether it is on, what calls, and the pause. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import { keepSound, soundChoice } from "../preferences.ts";
import { type AudioPause, type Caller, highestOf, keepPause, LONGEST_PAUSE_MS, pauseAt } from "./calling.ts";
import { BURSTS } from "./pattern.ts";
import { createSounder } from "./sounder.ts";
import { openWebAudio, type WebAudioOutput } from "./web-audio.ts";

/** `blocked`: the reader wants it or has not been asked, and the browser waits for a click. `none`: it has no Web Audio. */
export type SoundState = "on" | "paused" | "blocked" | "off" | "none";

export interface AlarmSound {
	readonly state: Accessor<SoundState>;
	/** Whether something calls that is or would be repeated. */
	readonly isCalling: Accessor<boolean>;
	/** Left of the pause, ms; 0 without one. */
	readonly pauseLeft: Accessor<number>;
	/** 0 to 1. */
	readonly volume: Accessor<number>;
	setVolume(volume: number): void;
	/** From a click or a key, so that the browser agrees. */
	turnOn(): void;
	turnOff(): void;
	pause(): void;
	resume(): void;
	/** Plays one burst of high priority. */
	test(): void;
}

/** The countdown's step, ms. */
const TICK_MS = 250;

/**
 * @param callers - what calls now
 * @param wantedAtFirst - what counts while the reader has chosen nothing: a wall display sounds as soon as it may
 */
export function createAlarmSound(callers: Accessor<readonly Caller[]>, wantedAtFirst: boolean): AlarmSound {
	const chosen = soundChoice();
	const [wanted, setWanted] = createSignal<boolean | null>(chosen.wanted ?? (wantedAtFirst ? true : null));
	const [volume, setVolumeSignal] = createSignal(chosen.volume);
	const [ready, setReady] = createSignal(false);
	const [pause, setPause] = createSignal<AudioPause | null>(null);
	const [now, setNow] = createSignal(performance.now());

	let output: WebAudioOutput | null = null;
	/** Made when it is wanted: before that, the browser would refuse it. */
	const audio = (): WebAudioOutput | null => {
		if (output !== null) return output;
		output = openWebAudio(() => setReady(output?.isReady() ?? false));
		output?.setVolume(untrack(volume));
		return output;
	};
	const sounder = createSounder({
		play: (burst) => output?.play(burst) ?? (() => {}),
		after: (ms, callback) => output?.after(ms, callback) ?? (() => {}),
	});
	const wake = () => {
		const opened = audio();
		void opened?.wake().then(() => setReady(opened.isReady()));
	};
	const isMissing = typeof AudioContext === "undefined";

	// The browser agrees with the first click or key, whatever it is for.
	const onGesture = () => {
		if (wanted() === true && !ready()) wake();
	};
	document.addEventListener("pointerdown", onGesture);
	document.addEventListener("keydown", onGesture);
	const ticker = setInterval(() => setNow(performance.now()), TICK_MS);
	onCleanup(() => {
		document.removeEventListener("pointerdown", onGesture);
		document.removeEventListener("keydown", onGesture);
		clearInterval(ticker);
		sounder.silence();
		output?.close();
	});
	if (untrack(wanted) === true) wake();

	createEffect(
		on([callers, now], () => {
			const present = pause();
			if (present === null) return;
			setPause(keepPause(present, callers(), now()));
		}),
	);
	createEffect(() => {
		const called = callers();
		if (wanted() === true && ready() && pause() === null) sounder.hear(called);
		else sounder.silence();
	});

	const state = createMemo<SoundState>(() => {
		if (isMissing) return "none";
		if (wanted() === false) return "off";
		if (wanted() === null || !ready()) return "blocked";
		return pause() === null ? "on" : "paused";
	});
	const choose = (choice: boolean) => {
		setWanted(choice);
		keepSound({ wanted: choice, volume: volume() });
	};
	return {
		state,
		isCalling: createMemo(() => (highestOf(callers()) ?? "low") !== "low"),
		pauseLeft: () => Math.min(LONGEST_PAUSE_MS, Math.max(0, (pause()?.until ?? 0) - now())),
		volume,
		setVolume(next) {
			setVolumeSignal(next);
			output?.setVolume(next);
			if (wanted() !== null) keepSound({ wanted: wanted(), volume: next });
		},
		turnOn() {
			choose(true);
			wake();
		},
		turnOff: () => choose(false),
		pause() {
			setNow(performance.now());
			setPause(pauseAt(callers(), now()));
		},
		resume: () => setPause(null),
		test() {
			const opened = audio();
			void opened?.wake().then(() => opened.play(BURSTS.high));
		},
	};
}
