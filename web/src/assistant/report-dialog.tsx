import "./report.css";
import { createResource, createSignal, createUniqueId, For, Match, onMount, Show, Switch } from "solid-js";
import { ApiError } from "../contract/client.ts";
import type { TimeFormats } from "../state/format.ts";
import { fetchReports, makeReport, reportAddress, reportDataAddress } from "./report-api.ts";
import { reportTexts as texts } from "./texts.ts";

const HOUR_MS = 3600_000;
const PERIODS = { "8h": 8 * HOUR_MS, "24h": 24 * HOUR_MS, "3d": 72 * HOUR_MS, "7d": 168 * HOUR_MS } as const;
type Period = keyof typeof PERIODS | "own";

/** Whom a report is to be about. */
export interface ReportSubject {
	readonly deviceId: string;
	/** "Bed 4". */
	readonly label: string;
	/** Surrogate; null where nobody is on the device. */
	readonly patient: string | null;
	/** Now by the device's clock, which is not ours where it is simulated. */
	readonly now: number;
}

/** Makes a report of the patient on a device, and opens those that are kept. */
export default function ReportDialog(props: {
	subject: ReportSubject;
	times: TimeFormats;
	close: () => void;
	toSignIn: () => boolean;
}) {
	const id = createUniqueId();
	const [period, setPeriod] = createSignal<Period>("24h");
	const [from, setFrom] = createSignal(fieldOf(props.subject.now - 24 * HOUR_MS));
	const [to, setTo] = createSignal(fieldOf(props.subject.now));
	const [paper, setPaper] = createSignal<"a4" | "letter">("a4");
	const [note, setNote] = createSignal("");
	const [labelled, setLabelled] = createSignal(false);
	const [state, setState] = createSignal<"choosing" | "making" | "made">("choosing");
	const [problem, setProblem] = createSignal("");
	const [made, setMade] = createSignal("");
	const [kept, { refetch }] = createResource(
		() => props.subject.patient,
		(patient) => fetchReports(patient).catch(() => []),
	);
	let dialog: HTMLDialogElement | undefined;
	let result: HTMLAnchorElement | undefined;
	onMount(() => dialog?.showModal());

	const stretch = () => {
		const chosen = period();
		if (chosen !== "own") return { from: props.subject.now - PERIODS[chosen], to: props.subject.now };
		return { from: Date.parse(from()), to: Date.parse(to()) };
	};
	const make = async () => {
		const { from: start, to: end } = stretch();
		if (!(start < end)) {
			setProblem(texts.fromAfterTo);
			return;
		}
		setProblem("");
		setState("making");
		try {
			const text = note().trim();
			const order = {
				device_id: props.subject.deviceId,
				from: new Date(start).toISOString(),
				to: new Date(end).toISOString(),
				time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
				paper: paper(),
				show_label: labelled(),
				...(text === "" ? {} : { note: text }),
			};
			setMade(await makeReport(order));
			setState("made");
			void refetch();
			queueMicrotask(() => result?.focus());
		} catch (error) {
			setState("choosing");
			if (error instanceof ApiError && error.status === 401 && props.toSignIn()) return;
			const reason = error instanceof ApiError && error.message !== "" ? error.message : texts.network;
			setProblem(`${texts.failed} ${reason}`);
		}
	};

	return (
		<dialog
			ref={(element) => (dialog = element)}
			class="report"
			aria-labelledby={`${id}-title`}
			onClose={() => props.close()}
		>
			<h2 id={`${id}-title`}>{texts.title(props.subject.label)}</h2>
			<Show when={state() !== "made"}>
				<p class="report-intro">{texts.intro}</p>
				<form
					onSubmit={(event) => {
						event.preventDefault();
						if (state() === "choosing") void make();
					}}
				>
					<fieldset class="report-periods">
						<legend>{texts.period}</legend>
						<For each={Object.keys(texts.periods) as Period[]}>
							{(key) => (
								<label>
									<input
										type="radio"
										name={`${id}-period`}
										checked={period() === key}
										onChange={() => setPeriod(key)}
									/>
									{texts.periods[key]}
								</label>
							)}
						</For>
					</fieldset>
					<Show when={period() === "own"}>
						<div class="report-own">
							<label>
								{texts.from}
								<input
									type="datetime-local"
									required
									value={from()}
									onInput={(event) => setFrom(event.currentTarget.value)}
								/>
							</label>
							<label>
								{texts.to}
								<input
									type="datetime-local"
									required
									value={to()}
									onInput={(event) => setTo(event.currentTarget.value)}
								/>
							</label>
						</div>
					</Show>
					<label class="report-note">
						{texts.note}
						<textarea
							rows="3"
							maxlength="4000"
							value={note()}
							onInput={(event) => setNote(event.currentTarget.value)}
						/>
					</label>
					<div class="report-options">
						<label>
							{texts.paper}
							<select onChange={(event) => setPaper(event.currentTarget.value === "letter" ? "letter" : "a4")}>
								<option value="a4">{texts.papers.a4}</option>
								<option value="letter">{texts.papers.letter}</option>
							</select>
						</label>
						<label>
							<input
								type="checkbox"
								checked={labelled()}
								onChange={(event) => setLabelled(event.currentTarget.checked)}
							/>
							{texts.label}
						</label>
					</div>
					<p class="report-problem" role="alert">
						{problem()}
					</p>
					<div class="report-buttons">
						<button type="button" class="button" onClick={() => dialog?.close()}>
							{texts.cancel}
						</button>
						<button type="submit" class="button button-strong" aria-disabled={state() === "making"}>
							{state() === "making" ? texts.making : texts.make}
						</button>
					</div>
				</form>
			</Show>
			<div role="status">
				<Show when={state() === "made"}>
					<div class="report-made">
						<p>{texts.ready(made())}</p>
						<p class="report-links">
							<a
								ref={(element) => (result = element)}
								class="button button-strong"
								href={reportAddress(made())}
								target="_blank"
								rel="noopener"
							>
								{texts.open}
							</a>
							<a class="button" href={reportAddress(made())} download={`${made()}.pdf`}>
								{texts.download}
							</a>
							<a class="button" href={reportDataAddress(made())} download={`${made()}.csv`}>
								{texts.data}
							</a>
						</p>
						<div class="report-buttons">
							<button type="button" class="button" onClick={() => setState("choosing")}>
								{texts.another}
							</button>
							<button type="button" class="button" onClick={() => dialog?.close()}>
								{texts.close}
							</button>
						</div>
					</div>
				</Show>
			</div>
			<section class="report-kept" aria-labelledby={`${id}-kept`}>
				<h3 id={`${id}-kept`}>{texts.earlier}</h3>
				<Switch>
					<Match when={(kept() ?? []).length > 0}>
						<ul>
							<For each={kept()}>
								{(entry) => (
									<li>
										<a href={reportAddress(entry.id)} target="_blank" rel="noopener">
											{entry.id}
										</a>{" "}
										{texts.by(entry.created_by, props.times.full(Date.parse(entry.created_at)))}
									</li>
								)}
							</For>
						</ul>
					</Match>
					<Match when={!kept.loading}>
						<p>{texts.noEarlier}</p>
					</Match>
				</Switch>
			</section>
		</dialog>
	);
}

/** The local time of `time` as a `datetime-local` field has it. */
function fieldOf(time: number): string {
	const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
	return local.toISOString().slice(0, 16);
}
