/** What people say at the bed: observations and limits of the patient's own, kept in step with what others say. */
import { createEffect, createSignal, on, Show } from "solid-js";
import { ApiError } from "../contract/client.ts";
import { useLiveDesk } from "../desk.ts";
import { createRefreshed } from "../refresh.ts";
import type { BedState } from "../state/ward-state.ts";
import { fetchRecord } from "./bedside-api.ts";
import { bedsideTexts as texts } from "./bedside-texts.ts";
import "./bedside.css";
import { Limits } from "./limits.tsx";
import { Observed } from "./observed.tsx";

const EVERY_MS = 60_000;

/** Does something, and says what came of it. */
export type Doing = (work: () => Promise<void>) => Promise<boolean>;

export function Bedside(props: { bed: BedState }) {
	const { toSignIn, acknowledger, times } = useLiveDesk();
	const deviceId = props.bed.bed.deviceId;
	const record = createRefreshed(
		() => fetchRecord(deviceId),
		() => EVERY_MS,
		toSignIn,
	);
	// The live connection says that somebody said something.
	createEffect(on(() => props.bed.bed.bedside?.version, record.again, { defer: true }));
	const [said, setSaid] = createSignal("");
	const doing: Doing = async (work) => {
		setSaid(texts.sending);
		try {
			await work();
			setSaid(texts.done);
			record.again();
			return true;
		} catch (error) {
			if (error instanceof ApiError && error.status === 401 && toSignIn()) return false;
			const reason = error instanceof ApiError && error.message !== "" ? error.message : texts.network;
			setSaid(texts.notDone(reason));
			record.again();
			return false;
		}
	};
	return (
		<div class="bedside">
			<p class="bedside-said" role="status">
				{said()}
			</p>
			<Show when={record.value()} fallback={<p class="notice-quiet">{texts.loading}</p>}>
				{(known) => (
					<>
						<Observed record={known()} times={times} may={acknowledger.allowed} doing={doing} />
						<Limits record={known()} times={times} may={acknowledger.allowed} doing={doing} />
					</>
				)}
			</Show>
		</div>
	);
}
