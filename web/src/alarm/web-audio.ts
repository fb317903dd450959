/** Makes bursts heard through the browser's Web Audio. */
import type { Burst } from "./pattern.ts";
import type { SoundOutput } from "./sounder.ts";

/** Rise and fall of a pulse, seconds: without them it clicks. */
const RISE_S = 0.02;
const FALL_S = 0.03;
/** Parts of the tone beside its fundamental: a pure tone is hard to place, and lost on who hears high notes badly. */
const HARMONICS = [0, 1, 0.6, 0.45, 0.3, 0.2];
/** Loudest sum of the harmonics that still stays undistorted. */
const HEADROOM = 0.9;

export interface WebAudioOutput extends SoundOutput {
	/** Whether the browser lets it be heard: it asks for a click or a key first. */
	isReady(): boolean;
	/** Asks to be heard; works from a click or a key. */
	wake(): Promise<void>;
	/** 0 to 1. */
	setVolume(volume: number): void;
	close(): void;
}

/**
 * @param onChange - called when it becomes ready, or is not any more
 * @returns null where the browser has no Web Audio
 */
export function openWebAudio(onChange: () => void): WebAudioOutput | null {
	if (typeof AudioContext === "undefined") return null;
	const context = new AudioContext();
	const master = context.createGain();
	master.connect(context.destination);
	const tone = context.createPeriodicWave(new Float32Array(HARMONICS.length), new Float32Array(HARMONICS));
	context.addEventListener("statechange", onChange);

	const pulse = ({ pulse: length, pitch }: Burst, at: number): OscillatorNode => {
		const envelope = context.createGain();
		const end = at + length / 1000;
		envelope.gain.setValueAtTime(0, at);
		envelope.gain.linearRampToValueAtTime(HEADROOM, at + RISE_S);
		envelope.gain.setValueAtTime(HEADROOM, end - FALL_S);
		envelope.gain.linearRampToValueAtTime(0, end);
		envelope.connect(master);
		const oscillator = context.createOscillator();
		oscillator.setPeriodicWave(tone);
		oscillator.frequency.value = pitch;
		oscillator.connect(envelope);
		oscillator.start(at);
		oscillator.stop(end);
		oscillator.addEventListener("ended", () => envelope.disconnect());
		return oscillator;
	};

	return {
		isReady: () => context.state === "running",
		wake: () => context.resume(),
		setVolume: (volume) => master.gain.setValueAtTime(volume, context.currentTime),
		play(burst) {
			const began = context.currentTime;
			const pulses = burst.onsets.map((onset) => pulse(burst, began + onset / 1000));
			return () => {
				for (const one of pulses) one.stop();
			};
		},
		after(ms, callback) {
			// The audio clock: timers of a page in the background are held back, for up to a minute.
			const clock = context.createConstantSource();
			clock.offset.value = 0;
			clock.connect(master);
			clock.addEventListener("ended", callback);
			clock.start();
			clock.stop(context.currentTime + ms / 1000);
			return () => {
				clock.removeEventListener("ended", callback);
				clock.stop();
			};
		},
		close() {
			context.removeEventListener("statechange", onChange);
			void context.close();
		},
	};
}
