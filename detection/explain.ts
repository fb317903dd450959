/** From a cause to what is told of it: leading vital, shares, sentence. */
import type { Baseline } from "./baseline.ts";
import type { Cause, Explanation } from "./episode-tracker.ts";
import { attribute, type Attribution } from "./explanation.ts";
import { FEATURE_COUNT, HEART_RATE, positions, PULSE_RATE } from "./features.ts";
import type { Moment } from "./moment.ts";
import type { Norms } from "./norms.ts";
import type { Onsets } from "./onsets.ts";
import { severityBeyond } from "./safety-net.ts";
import { asystoleSentence, departureSentence, netSentence, type Telling } from "./sentence.ts";
import type { Trend } from "./trend.ts";

/** Explains why `cause` is announced at `moment`. */
export function explain(
	cause: Cause,
	norms: Norms,
	moment: Moment,
	baseline: Baseline,
	trend: Trend,
	onsets: Onsets,
): Explanation {
	const severityOf = (index: number): number => severityBeyond(norms, index, moment.raw[index] as number);
	const beyond = positions(cause.vitals).sort((a, b) => severityOf(b) - severityOf(a) || a - b);
	const features = moment.measured & ((1 << FEATURE_COUNT) - 1);
	const found = attribute(baseline, moment.values, features, moment.departs, norms.noticeable);
	const net = cause.rule === "safety-net";
	const leading = cause.asystole
		? HEART_RATE
		: net
			? (beyond[0] as number)
			: (found.find((part) => beyond.includes(part.index))?.index ?? (beyond[0] as number));
	const attributions = found.length > 0 || leading >= FEATURE_COUNT ? found : [alone(leading, moment, baseline)];
	const lasted = onsets.lasted(leading);
	const telling: Telling = {
		norms,
		attributions,
		raw: moment.raw,
		usual: baseline.usual,
		known: baseline.known,
		time: moment.time,
		trend,
		lasted,
	};
	if (cause.asystole) return { leading, attributions, sentence: asystoleSentence(moment.raw, PULSE_RATE, lasted) };
	return {
		leading,
		attributions,
		sentence: net ? netSentence(leading, beyond, telling) : departureSentence(leading, telling, cause.rule === "drift"),
	};
}

/** The only vital there is to name: nothing departs from the usual, yet a limit is broken. */
function alone(index: number, moment: Moment, baseline: Baseline): Attribution {
	const own = (baseline.known & (1 << index)) !== 0;
	return { index, share: 1, actual: moment.values[index] as number, usual: baseline.usual[index] as number, own };
}
