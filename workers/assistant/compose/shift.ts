/** What is said of a ward over a shift: its hand-over, and the alarms of whole days. */
import { CONCERN_WORDS, placeOf } from "../facts/handover.ts";
import type { HandoverFinding, LoadFinding, WardFound } from "../facts/found.ts";
import { BAND_WORDS, percent, waitMinutes } from "../facts/load.ts";
import { nameOf } from "../question/question.ts";
import { plain } from "../question/text.ts";
import { wardPast, wardStatus } from "./ward.ts";
import { atMoment, cite, list, moment, stretch, type Writing } from "./words.ts";

/** Devices that are named for ringing most. */
const MOST_NAMED = 3;

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
const named = (ward: WardFound) => `**${ward.ward.name}**`;

/** What changed since a time: who is open, what is over, who came and who left, and who handed the ward over. */
export function wardHandOver(ward: WardFound, writing: Writing): string[] {
	const { handover } = ward;
	if (handover === null) return wardStatus(ward, writing);
	const { since, told, opened, closed } = handover;
	const began = opened === 0 ? "no episode began" : `${count(opened, "episode")} began`;
	const ended = closed === 0 ? "" : ` and ${count(closed, "episode")} ended`;
	const changes = `${named(ward)}, since ${moment(since, writing)}: ${began}${ended}.${cite(handover)}`;
	const past = wardPast({ ...ward, past: ward.past.filter((found) => endedAt(found.episode) >= since) }, writing);
	const silent = new Set(ward.beds.filter(({ open }) => open.length > 0).map(({ device }) => device.deviceId));
	// Whoever is open is told of already, with figures.
	const others = told.patients.flatMap((patient) => {
		const [first] = patient.concerns;
		const open = patient.devices.some(({ device_id }) => silent.has(device_id));
		if (first === undefined || open || first === "arrived" || first === "episode_since" || first === "high_since")
			return [];
		return [`- **${placeOf(patient)}** is of concern: ${CONCERN_WORDS[first]}.${cite(handover)}`];
	});
	return [
		...lastGiven(ward, handover, writing),
		changes,
		...wardStatus(ward, writing),
		...others,
		...came(ward, handover, writing),
		...(past.length === 0 ? [] : ["Over since then:", ...past]),
		...(told.more_events ? ["There was more than can be told here; the hand-over's page has all of it."] : []),
	];
}

const endedAt = ({ closed_at, updated_at }: { readonly closed_at: string | null; readonly updated_at: string }) =>
	Date.parse(closed_at ?? updated_at);

function lastGiven(ward: WardFound, handover: HandoverFinding, writing: Writing): string[] {
	const { last } = handover;
	if (last === null) return [`${named(ward)}: nobody has handed it over yet.${cite(handover)}`];
	const { at, by, to, note } = last;
	const people = `${by === null ? "" : ` by ${plain(by)}`}${to === null ? "" : ` to ${plain(to)}`}`;
	const said = note === null ? "" : `, noting “${plain(note)}”`;
	return [`${named(ward)} was last handed over ${atMoment(at, writing)}${people}${said}.${cite(handover)}`];
}

function came({ beds }: WardFound, handover: HandoverFinding, writing: Writing): string[] {
	const { told } = handover;
	const nameAt = (id: string) => {
		const device = beds.find((bed) => bed.device.deviceId === id)?.device;
		return device === undefined ? id : nameOf(device);
	};
	return [
		...told.patients.flatMap((patient) =>
			patient.arrived_at === null
				? []
				: [
						`- **${placeOf(patient)}**: a new patient arrived ${atMoment(Date.parse(patient.arrived_at), writing)}.${cite(handover)}`,
					],
		),
		...told.departed.map(
			({ device_id, left_at }) =>
				`- **${nameAt(device_id)}**: a patient left the ward ${atMoment(Date.parse(left_at), writing)}.${cite(handover)}`,
		),
	];
}

/** Rates, waiting, what was judged, and which beds ring most. */
export function wardDays(ward: WardFound, writing: Writing): string[] {
	const { days: finding } = ward;
	if (finding === null) return [];
	const { load, from, to } = finding;
	const name = named(ward);
	const days = to >= writing.now ? `since ${moment(from, writing)}` : stretch(from, to, writing);
	const say = (text: string) => `${name}: ${text}${cite(finding)}`;
	if (load.alarms === 0 && load.episodes === 0)
		return [`${name}, ${days}, by whole days of UTC: no alarm.${cite(finding)}`];
	const judged = load.false_alarms + load.confirmed;
	return [
		`${name}, ${days}, by whole days of UTC: people were told ${count(load.alarms, "alarm")}: ${list(ofKinds(load))}.${cite(finding)}`,
		...(load.per_bed_day === null ? [] : [say(`${load.per_bed_day} alarms a bed and day.`)]),
		say(
			`${load.per_operator_hour} alarms an hour for one person, which ISA-18.2 calls ${BAND_WORDS[load.band]}; its figures are from control rooms.`,
		),
		...(load.median_s === null
			? [say("nobody answered any of them.")]
			: [
					say(
						`the median wait for an answer was ${waitMinutes(load.median_s)} min${load.p90_s === null ? "" : `, and all but one in ten had one within ${waitMinutes(load.p90_s)} min`}.`,
					),
				]),
		say(`${count(load.unanswered, "episode")} went by without an answer.`),
		judged === 0
			? say("nobody judged whether any of them was right.")
			: say(
					`of ${count(judged, "episode")} that somebody judged, a share of ${percent(load.false_share ?? 0)} % turned out false.`,
				),
		...mostOf(ward, finding),
	];
}

const ofKinds = ({ high, medium, technical }: LoadFinding["load"]) => [
	...(high === 0 ? [] : [count(high, "HIGH alarm")]),
	...(medium === 0 ? [] : [count(medium, "MEDIUM alarm")]),
	...(technical === 0 ? [] : [count(technical, "technical alarm")]),
];

function mostOf({ beds }: WardFound, finding: LoadFinding): string[] {
	return finding.load.worst.devices.slice(0, MOST_NAMED).flatMap(({ device_id, alarms, share }, i) => {
		const device = beds.find((bed) => bed.device.deviceId === device_id)?.device;
		if (device === undefined) return [];
		const first = i === 0 ? "rang most" : "comes next";
		return [
			`- **${nameOf(device)}** ${first}: ${count(alarms, "alarm")}, a share of ${percent(share)} %.${cite(finding)}`,
		];
	});
}
