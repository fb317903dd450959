/** Small drawings, all decoration: the text beside each says the same. */
import type { Priority } from "../state/format.ts";

export function ProductMark() {
	return (
		<svg class="product-mark" viewBox="0 0 32 32" aria-hidden="true">
			<rect width="32" height="32" rx="7" />
			<path d="M4 17h6l2.5-8 5 15 3.5-11 1.6 4H28" />
		</svg>
	);
}

/** Triangle, diamond or circle: priority told by shape. */
export function PriorityShape(props: { priority: Priority }) {
	const outline = () => {
		switch (props.priority) {
			case "high":
				return "M8 1.2 15.4 14.4H.6Z";
			case "medium":
				return "M8 .8 15.2 8 8 15.2.8 8Z";
			case "low":
			case "technical":
				return "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Z";
		}
	};
	return (
		<svg class="priority-shape" viewBox="0 0 16 16" aria-hidden="true">
			<path d={outline()} />
		</svg>
	);
}

/** @param level - per cent of charge, `null` when unknown */
export function BatteryShape(props: { level: number | null }) {
	return (
		<svg class="battery-shape" viewBox="0 0 22 12" aria-hidden="true">
			<rect class="battery-case" x=".7" y=".7" width="17.6" height="10.6" rx="2.2" />
			<rect class="battery-pole" x="19.2" y="3.6" width="2.2" height="4.8" rx="1" />
			<rect class="battery-charge" x="2.5" y="2.5" height="7" rx="1" width={((props.level ?? 0) / 100) * 14} />
		</svg>
	);
}

export function ThemeShape() {
	return (
		<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
			<circle cx="10" cy="10" r="7.2" />
			<path class="icon-fill" d="M10 2.8a7.2 7.2 0 0 1 0 14.4Z" />
		</svg>
	);
}

export function CloseShape() {
	return (
		<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
			<path d="M4.5 4.5l11 11M15.5 4.5l-11 11" />
		</svg>
	);
}

/** A speech bubble: the assistant. */
export function AskShape() {
	return (
		<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
			<path d="M3 4.2h14v9.6H9.4L5.4 17v-3.2H3Z" />
		</svg>
	);
}

/** A sheet with lines: a report. */
export function ReportShape() {
	return (
		<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
			<path d="M4.5 2.5h8l3 3v12h-11ZM7 8.5h6M7 11.5h6M7 14.5h4" />
		</svg>
	);
}
