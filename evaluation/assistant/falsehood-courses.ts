/** Scenes of courses: trends, episodes, counts, scores and charge. */
import { COUNT_WORDS, Teller, UNITS, WORDS, type Kind } from "./falsehood-teller.ts";
import { COUNTS, COURSES, DENIED_TRENDS, TRENDS } from "./falsehood-templates.ts";
import { clockOf, type Patient } from "./falsehood-world.ts";
export function trend(teller: Teller, patient: Patient, kind: Kind): string | null {
	const vital = teller.pick(patient.vitals);
	const { key, direction: way, readings } = vital;
	// A steady night whose readings wander would be true either way.
	if (
		way !== "steady" &&
		Math.abs((readings[2]?.value ?? 0) - (readings[0]?.value ?? 0)) < (key === "temperature" ? 0.2 : 5) &&
		key !== "spo2"
	)
		return null;
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		way,
		period: teller.pick(["since midnight", "overnight", "through the night"]),
		cite: teller.cite(patient.statisticsId),
	};
	if (kind === "true") return teller.render(TRENDS, scene, null);
	if (kind === "negation") return teller.render(DENIED_TRENDS, scene, null);
	if (kind === "trend")
		return teller.render(TRENDS, scene, {
			way: teller.pick((["rising", "falling", "steady"] as const).filter((other) => other !== way)),
		});
	if (kind === "patient") {
		const name = teller.otherName(patient, ({ vitals }) =>
			vitals.some(
				(other) =>
					other.key === key && other.direction !== way && (way === "steady" || other.direction !== "steady" || true),
			),
		);
		return name === null ? null : teller.render(TRENDS, scene, { name });
	}
	if (kind === "vital") {
		const other = patient.vitals.find((each) => each.direction !== way && each.key !== key);
		return other === undefined ? null : teller.render(TRENDS, scene, { vital: teller.pick(WORDS[other.key]) });
	}
	return null;
}

export function course(teller: Teller, patient: Patient, kind: Kind): string | null {
	const { episode } = patient;
	if (episode === null) return null;
	const clock = (time: number | null) => (time === null ? null : clockOf(time, teller.world));
	const up = episode.value > episode.usual;
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[episode.vital]),
		value: teller.text(episode.vital, episode.value),
		usual: teller.text(episode.vital, episode.usual),
		unit: teller.pick(UNITS[episode.vital]),
		opened: clockOf(episode.opened, teller.world),
		closed: clock(episode.closed),
		acknowledged: clock(episode.acknowledged),
		risk: episode.risk,
		minutes: String(episode.minutes),
		minuteUnit: "minutes",
		share: String(episode.share),
		up,
		cite: teller.cite(episode.source),
	};
	const times = [episode.opened, episode.closed ?? 0, episode.acknowledged ?? 0];
	switch (kind) {
		case "true":
			return teller.render(COURSES, scene, null);
		case "time": {
			const opened = teller.otherTime(episode.opened, times);
			const closed = episode.closed === null ? null : teller.otherTime(episode.closed, times);
			const acknowledged = episode.acknowledged === null ? null : teller.otherTime(episode.acknowledged, times);
			if (opened === null) return null;
			return teller.render(
				COURSES,
				scene,
				teller.pick<Partial<typeof scene>>([
					{ opened },
					...(closed === null ? [] : [{ closed }]),
					...(acknowledged === null ? [] : [{ acknowledged }]),
				]),
			);
		}
		case "trend":
			return teller.render(COURSES, scene, { up: !up });
		case "negation":
			return teller.render(
				COURSES,
				scene,
				teller.random.chance(0.5)
					? { closed: episode.closed === null ? clockOf(episode.opened + 9 * 60_000, teller.world) : null }
					: {
							acknowledged: episode.acknowledged === null ? clockOf(episode.opened + 5 * 60_000, teller.world) : null,
						},
			);
		case "unit":
			return teller.render(
				COURSES,
				scene,
				teller.random.chance(0.4)
					? { minuteUnit: teller.pick(["hours", "seconds"]) }
					: { unit: teller.wrongUnit(episode.vital) },
			);
		case "value":
			return teller.render(
				COURSES,
				scene,
				teller.pick<Partial<typeof scene>>(
					[
						{ share: String(Math.round(episode.share * 1.1)) },
						{ minutes: String(Math.round(episode.minutes * 1.15) + 1) },
						{ value: teller.off(patient, episode.vital, episode.value) ?? "" },
					].filter((wrong) => wrong.value !== ""),
				),
			);
		case "patient": {
			const name = teller.otherName(
				patient,
				(other) =>
					other.episode === null &&
					!teller.known(other, episode.vital, episode.value) &&
					!teller.known(other, episode.vital, episode.usual),
			);
			return name === null ? null : teller.render(COURSES, scene, { name });
		}
		case "vital": {
			const other = teller.otherVital(patient, episode.vital, episode.value);
			return other === null
				? null
				: teller.render(COURSES, scene, {
						vital: teller.pick(WORDS[other]),
						unit: teller.pick(UNITS[other]),
						value: scene.value,
					});
		}
		default:
			return null;
	}
}

export function count(teller: Teller, patient: Patient, kind: Kind): string | null {
	const of = (count: number) => ({
		count: teller.random.chance(0.5) && count > 0 ? String(count) : (COUNT_WORDS[count] as string),
		plural: count !== 1,
		none: count === 0,
	});
	const scene = {
		name: teller.name(patient),
		...of(patient.episodes),
		period: teller.pick(["since midnight", "overnight"]),
		cite: teller.cite(patient.statisticsId),
	};
	if (kind === "true") return teller.render(COUNTS, scene, null);
	if (kind === "value")
		return patient.episodes === 0
			? null
			: teller.render(COUNTS, scene, of(patient.episodes === 1 ? 3 : patient.episodes + 1));
	if (kind === "negation") return teller.render(COUNTS, scene, of(patient.episodes === 0 ? 2 : 0));
	if (kind === "time")
		return patient.episodes === 0
			? null
			: teller.render(COUNTS, scene, { period: teller.pick(["in the last hour", "yesterday afternoon"]) });
	if (kind === "patient") {
		const name = teller.otherName(patient, (other) => other.episodes !== patient.episodes);
		return name === null ? null : teller.render(COUNTS, scene, { name });
	}
	return null;
}

export function score(teller: Teller, patient: Patient, kind: Kind): string | null {
	const { news2, battery, bed } = patient;
	const cite = teller.cite(patient.scoreId);
	const charge = teller.cite(patient.deviceId);
	const off = (value: number) => Math.round(value * (teller.random.chance(0.5) ? 1.25 : 0.75)) + (value < 5 ? 2 : 0);
	const was = clockOf(news2.beforeAt, teller.world);
	const pick = Math.floor(teller.random.between(0, 5));
	const say = (name: string, now: number, before: number, time: string, level: number): string =>
		[
			`${name} has a NEWS2 of ${now}${cite}.`,
			`The early warning score for ${name} was ${before} at ${time}${cite}.`,
			news2.now > news2.before
				? `NEWS2 in ${name} went up from ${before} at ${time} to ${now}${cite}.`
				: `NEWS2 in ${name} is ${now}, as it was at ${time}${cite}.`,
			`The device of ${name} has ${level} % of battery left${charge}.`,
			`Battery of ${name}: ${level}%${charge}.`,
		][pick] as string;
	if (kind === "true") return say(bed, news2.now, news2.before, was, battery);
	if (kind === "value") {
		const now = off(news2.now);
		const level = off(battery);
		return now === news2.before || now === news2.now || level > 100
			? null
			: say(bed, now, pick === 1 ? now : news2.before, was, level);
	}
	if (kind === "patient") {
		const name = teller.otherName(
			patient,
			(other) =>
				![other.news2.now, other.news2.before].includes(news2.now) &&
				![other.news2.now, other.news2.before].includes(news2.before) &&
				other.battery !== battery,
		);
		return name === null ? null : say(name, news2.now, news2.before, was, battery);
	}
	if (kind === "time" && (pick === 1 || (pick === 2 && news2.now > news2.before))) {
		const time = teller.otherTime(news2.beforeAt, [news2.beforeAt, teller.world.now]);
		return time === null ? null : say(bed, news2.now, news2.before, time, battery);
	}
	return null;
}
