/** The numbers of a sector and its sparkline. */
import { createMemo, onCleanup } from "solid-js";
import { vitalSign, type VitalKey } from "../../../vitals/catalogue.ts";
import type { Station } from "../station.ts";
import type { Staleness } from "../state/staleness.ts";
import { pressureView, type VitalView, vitalRemark, vitalView } from "../state/vital-view.ts";
import type { BedState } from "../state/ward-state.ts";
import { texts } from "../texts.ts";
import type { TrendPainter } from "../trend-painter.ts";

/** One vital sign; `device` is how stale the whole device is. */
export function Vital(props: { name: VitalKey; bed: BedState; station: Station; device: Staleness }) {
	const sign = vitalSign(props.name);
	const vital = () => props.bed.vitals[props.name];
	const view = createMemo(() => vitalView(props.name, vital(), props.station.now()), undefined, { equals: sameView });
	return (
		<Numeric
			name={props.name}
			label={sign.label}
			short={sign.short}
			unit={sign.unit}
			view={view()}
			remark={vitalRemark(view().staleness, vital().receivedAt, props.device, props.station.now())}
		/>
	);
}

/** Systolic, diastolic and mean pressure as one number. */
export function Pressure(props: { bed: BedState; station: Station; device: Staleness }) {
	const view = createMemo(() => pressureView(props.bed.vitals, props.station.now()), undefined, { equals: sameView });
	const receivedAt = () =>
		Math.max(props.bed.vitals.systolic_pressure.receivedAt, props.bed.vitals.mean_pressure.receivedAt);
	return (
		<Numeric
			name="pressure"
			label={texts.bed.pressureLabel}
			short={texts.bed.pressure}
			unit={vitalSign("systolic_pressure").unit}
			view={view()}
			remark={vitalRemark(view().staleness, receivedAt(), props.device, props.station.now())}
		/>
	);
}

function sameView(a: VitalView, b: VitalView): boolean {
	return a.text === b.text && a.staleness === b.staleness;
}

function Numeric(props: { name: string; label: string; short: string; unit: string; view: VitalView; remark: string }) {
	return (
		<div
			class="vital"
			data-vital={props.name}
			data-staleness={props.view.staleness}
			data-wide={props.view.text.length > 2}
		>
			<dt class="vital-name">
				<abbr title={`${props.label}, ${props.unit}`}>{props.short}</abbr>
				<span class="vital-remark">{props.remark}</span>
			</dt>
			<dd class="vital-value">
				{props.view.text}
				<span class="unseen"> {props.unit}</span>
			</dd>
		</div>
	);
}

/** Heart rate over the last two minutes, drawn by the page's one painter. */
export function Sparkline(props: { bed: BedState; station: Station; painter: TrendPainter; state: Staleness }) {
	const hand = (canvas: HTMLCanvasElement) =>
		onCleanup(props.painter.add(canvas, props.station.trendOf(props.bed.bed.deviceId)));
	return (
		<span class="trend-row">
			<span class="trend-label" aria-hidden="true">
				{texts.bed.trendLabel}
			</span>
			<canvas ref={hand} class="trend" data-staleness={props.state} role="img" aria-label={texts.bed.trend} />
		</span>
	);
}
