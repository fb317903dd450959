/** Scenes of figures: one at a time, two of a reading, a night's, and what changed. */
import { Teller, UNITS, WORDS, type Kind } from "./falsehood-teller.ts";
import { CHANGES, DENIED_MOMENTS, LATEST, MOMENTS, NIGHTS, RANGES, TWOS, USUALS } from "./falsehood-templates.ts";
import { clockOf, type Patient, type Vitals } from "./falsehood-world.ts";

export function moment(teller: Teller, patient: Patient, kind: Kind): string | null {
	const vital = teller.pick(patient.vitals);
	const { key, readings } = vital;
	const { at, value } = teller.pick(readings);
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		value: teller.text(key, value),
		unit: teller.pick(UNITS[key]),
		time: clockOf(at, teller.world),
		cite: teller.cite(patient.readingsId),
	};
	if (kind === "true") return teller.render(MOMENTS, scene, null);
	if (kind === "negation") return teller.render(DENIED_MOMENTS, scene, null);
	if (kind === "time") {
		const same = teller.world.sources.flatMap(({ facts }) =>
			facts
				.filter((fact) => fact.deviceId === patient.subject.deviceId && fact.quantity === key && fact.value === value)
				.map(({ from }) => from),
		);
		const time = teller.otherTime(at, [...same, ...readings.map((reading) => reading.at)]);
		return time === null ? null : teller.render(MOMENTS, scene, { time });
	}
	const wrong = teller.wrong(patient, key, value, kind);
	return wrong === null ? null : teller.render(MOMENTS, scene, wrong);
}

export function latest(teller: Teller, patient: Patient, kind: Kind): string | null {
	const { key, readings } = teller.pick(patient.vitals);
	const [{ value: earlier }, , { value, at }] = readings as [
		Vitals["readings"][number],
		Vitals["readings"][number],
		Vitals["readings"][number],
	];
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		value: teller.text(key, value),
		unit: teller.pick(UNITS[key]),
		time: clockOf(at, teller.world),
		cite: teller.cite(patient.readingsId),
	};
	if (kind === "true") return teller.render(LATEST, scene, null);
	// The first reading's figure, said of now.
	if (kind === "time")
		return Math.abs(earlier - value) < 3 ? null : teller.render(LATEST, scene, { value: teller.text(key, earlier) });
	const wrong = teller.wrong(patient, key, value, kind);
	return wrong === null ? null : teller.render(LATEST, scene, wrong);
}

export function two(teller: Teller, patient: Patient, kind: Kind): string | null {
	const first = teller.pick(patient.vitals);
	const second = teller.pick(patient.vitals.filter(({ key }) => key !== first.key));
	const at = Math.floor(teller.random.between(0, 3));
	const reading = first.readings[at] as Vitals["readings"][number];
	const other = second.readings[at] as Vitals["readings"][number];
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[first.key]),
		value: teller.text(first.key, reading.value),
		unit: teller.pick(UNITS[first.key]),
		other: teller.pick(WORDS[second.key]),
		otherValue: teller.text(second.key, other.value),
		otherUnit: teller.pick(UNITS[second.key]),
		time: clockOf(reading.at, teller.world),
		cite: teller.cite(patient.readingsId),
	};
	if (kind === "true") return teller.render(TWOS, scene, null);
	if (kind === "time") {
		const time = teller.otherTime(
			reading.at,
			first.readings.map((each) => each.at),
		);
		return time === null ? null : teller.render(TWOS, scene, { time });
	}
	const wrong = teller.wrong(patient, first.key, reading.value, kind);
	if (wrong === null || wrong["vital"] === scene.other) return null;
	return teller.render(TWOS, scene, wrong);
}

export function night(teller: Teller, patient: Patient, kind: Kind): string | null {
	const { key, median, min, max } = teller.pick(patient.vitals);
	const [statistic, value] = teller.pick([
		["median", median],
		["lowest", min],
		["minimum", min],
		["highest", max],
		["maximum", max],
	] as const);
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		value: teller.text(key, value),
		unit: teller.pick(UNITS[key]),
		statistic,
		period: teller.pick(["since midnight", "overnight", "through the night"]),
		cite: teller.cite(patient.statisticsId),
	};
	if (kind === "true") return teller.render(NIGHTS, scene, null);
	if (kind === "time")
		return teller.render(NIGHTS, scene, {
			period: teller.pick(["yesterday afternoon", "in the last hour", "over the last 30 minutes"]),
		});
	const wrong = teller.wrong(patient, key, value, kind);
	return wrong === null ? null : teller.render(NIGHTS, scene, wrong);
}

export function usual(teller: Teller, patient: Patient, kind: Kind): string | null {
	const { key, usual } = teller.pick(patient.vitals);
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		value: teller.text(key, usual),
		unit: teller.pick(UNITS[key]),
		statistic: "usual",
		period: "",
		cite: teller.cite(patient.statisticsId),
	};
	if (kind === "true") return teller.render(USUALS, scene, null);
	const wrong = teller.wrong(patient, key, usual, kind);
	return wrong === null ? null : teller.render(USUALS, scene, wrong);
}

export function ranged(teller: Teller, patient: Patient, kind: Kind): string | null {
	const { key, min, max } = teller.pick(patient.vitals);
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		low: teller.text(key, min),
		value: teller.text(key, max),
		unit: teller.pick(UNITS[key]),
		period: teller.pick(["since midnight", "overnight"]),
		cite: teller.cite(patient.statisticsId),
	};
	if (kind === "true") return teller.render(RANGES, scene, null);
	// Lower by a tenth: "never above" a higher border would be true.
	if (kind === "value") {
		const off = teller.text(key, max * 0.9);
		return Number(off) <= min || teller.known(patient, key, Number(off))
			? null
			: teller.render(RANGES, scene, { value: off });
	}
	if (kind === "vital") {
		const other = patient.vitals.find(
			(vital) =>
				vital.key !== key &&
				(vital.min < min || vital.max > max) &&
				!teller.known(patient, vital.key, max) &&
				!teller.known(patient, vital.key, min),
		);
		return other === undefined
			? null
			: teller.render(RANGES, scene, { vital: teller.pick(WORDS[other.key]), unit: teller.pick(UNITS[other.key]) });
	}
	if (kind === "patient") {
		const name = teller.otherName(patient, ({ vitals }) =>
			vitals.some((vital) => vital.key === key && (vital.min < min || vital.max > max)),
		);
		return name === null ? null : teller.render(RANGES, scene, { name });
	}
	return kind === "unit" ? teller.render(RANGES, scene, { unit: teller.wrongUnit(key) }) : null;
}

export function change(teller: Teller, patient: Patient, kind: Kind): string | null {
	const moving = patient.vitals.filter(
		({ direction, readings }) =>
			direction !== "steady" && Math.abs((readings[2]?.value ?? 0) - (readings[0]?.value ?? 0)) >= 0.5,
	);
	if (moving.length === 0) return null;
	const { key, readings, direction } = teller.pick(moving);
	const [first, , last] = readings as [
		Vitals["readings"][number],
		Vitals["readings"][number],
		Vitals["readings"][number],
	];
	const up = direction === "rising";
	const scene = {
		name: teller.name(patient),
		vital: teller.pick(WORDS[key]),
		from: teller.text(key, first.value),
		value: teller.text(key, last.value),
		unit: teller.pick(UNITS[key]),
		fromTime: clockOf(first.at, teller.world),
		time: clockOf(last.at, teller.world),
		up,
		cite: teller.cite(patient.readingsId),
	};
	if (kind === "true") return teller.render(CHANGES, scene, null);
	if (kind === "trend")
		return teller.render(
			CHANGES,
			scene,
			teller.random.chance(0.5) ? { up: !up } : { up: !up, from: scene.value, value: scene.from },
		);
	if (kind === "time") {
		const fromTime = teller.otherTime(
			first.at,
			readings.map(({ at }) => at),
		);
		return fromTime === null
			? null
			: teller.render(
					CHANGES.filter((_, at) => at !== 7),
					scene,
					{ fromTime },
				);
	}
	const wrong = teller.wrong(patient, key, last.value, kind);
	return wrong === null ? null : teller.render(CHANGES, scene, wrong);
}
