/**
 * The matching rule: which alerts are hits, which are false, which events were missed.
 *
 * - A hit is an alert that opens in [onset, deadline], both ends included: ten minutes for acute events, the ramp for slow ones.
 * - An alert that is already open at onset is no hit.
 * - An alert is a hit for one event at most, and an event is hit by one alert at most: the first that opens.
 * - Every other opening is false, also while the event goes on.
 * - An announcement after the opening (an escalation, or the same record announced again) is false, unless the alert is a hit and
 *   the event has not ended.
 */

/** An event as the rule sees it; times in milliseconds since the epoch. */
export interface TargetEvent {
	readonly kind: string;
	readonly onset: number;
	/** Last moment at which an opening is a hit. */
	readonly deadline: number;
	/** First moment at which the event moves no vital any more. */
	readonly end: number;
}

/** One alert from its opening to its close. */
export interface Alert {
	readonly opened: number;
	/** The end of the recording where it never closed. */
	closed: number;
	/** Times of the further announcements: escalations and repetitions. */
	readonly again: number[];
}

export interface Match<A extends Alert> {
	/** For each event the alert that hit it, `null` for a miss; in the events' order. */
	readonly hits: readonly (A | null)[];
	/** Alerts that hit nothing, in order of opening. */
	readonly unmatched: readonly A[];
	/** Unmatched openings, and announcements again that are false. */
	readonly falseAnnouncements: number;
	/** Milliseconds spent in unmatched alerts, those that overlap counted once. */
	readonly falseTime: number;
}

/** @param alerts - of one detector and one patient. @param events - of that patient */
export function match<A extends Alert>(alerts: readonly A[], events: readonly TargetEvent[]): Match<A> {
	const ordered = [...alerts].sort((a, b) => a.opened - b.opened);
	const hits: (A | null)[] = events.map(() => null);
	const eventOf = new Map<A, TargetEvent>();
	const byOnset = events.map((event, index) => ({ event, index })).sort((a, b) => a.event.onset - b.event.onset);
	for (const { event, index } of byOnset) {
		const hit = ordered.find(
			(alert) => alert.opened >= event.onset && alert.opened <= event.deadline && !eventOf.has(alert),
		);
		if (hit === undefined) continue;
		hits[index] = hit;
		eventOf.set(hit, event);
	}
	let falseAnnouncements = 0;
	const unmatched: A[] = [];
	for (const alert of ordered) {
		const event = eventOf.get(alert);
		if (event === undefined) {
			unmatched.push(alert);
			falseAnnouncements += 1 + alert.again.length;
		} else falseAnnouncements += alert.again.filter((at) => at >= event.end).length;
	}
	return { hits, unmatched, falseAnnouncements, falseTime: timeCovered(unmatched) };
}

/** Milliseconds covered by at least one of the alerts, which are in order of opening. */
function timeCovered(alerts: readonly Alert[]): number {
	let covered = 0;
	let until = Number.NEGATIVE_INFINITY;
	for (const { opened, closed } of alerts) {
		covered += Math.max(0, closed - Math.max(opened, until));
		until = Math.max(until, closed);
	}
	return covered;
}
