import { vitalSign } from "../../../vitals/catalogue.ts";
import type { Contribution } from "../../../vitals/episode.ts";
import { formatShare, formatValue, isExpected } from "../state/format.ts";
import { texts } from "../texts.ts";

/** How much one vital sign has to do with an episode, as a bar, and what it was beside what is usual. */
export function Share(props: { part: Contribution }) {
	const name = () => vitalSign(props.part.vital).short;
	const share = () => formatShare(props.part.share);
	const values = () => {
		const usual = formatValue(props.part.vital, props.part.usual);
		const actual = formatValue(props.part.vital, props.part.actual);
		return isExpected(props.part)
			? texts.queue.expectedToActual(usual, actual)
			: texts.queue.usualToActual(usual, actual);
	};
	return (
		<li class="share" data-vital={props.part.vital} data-expected={isExpected(props.part)}>
			<span class="share-name">{name()}</span>
			<span class="share-bar" aria-hidden="true">
				<span class="share-fill" style={{ width: `${(props.part.share * 100).toFixed(1)}%` }} />
			</span>
			<span class="share-text">{share()}</span>
			<span class="share-values">{values()}</span>
		</li>
	);
}
