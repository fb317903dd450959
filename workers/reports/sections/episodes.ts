/** Episodes: what happened, why it was told, and who knew of it. */
import { vitalSign } from "../../../vitals/catalogue.ts";
import type { EpisodeReport, EpisodeStep, ReportData } from "../data.ts";
import { type Block, type Inline, MUTED } from "../pdf/flow.ts";
import { duration, type Clock } from "../times.ts";
import { figure, RISK_INK } from "../trend-chart.ts";
import { news2Text } from "./news2.ts";

const RULES: Readonly<Record<EpisodeReport["rule"], string>> = {
	forest: "unlike this patient's baseline",
	"safety-net": "beyond an absolute limit",
	drift: "slow departure from the baseline",
	"sensors-absent": "sensors absent",
	"ecg-signal": "ECG signal",
	"flat-line": "signals stand still",
	battery: "battery",
	silence: "device silent",
	"patient-mismatch": "another patient named",
};

export function episodes(data: ReportData, clock: Clock): Block[] {
	const patients = data.episodes.filter(({ channel }) => channel === "physiological");
	const technical = data.episodes.filter(({ channel }) => channel === "technical");
	const more =
		data.moreEpisodes === 0
			? []
			: [
					note(
						`${data.moreEpisodes} earlier episodes of this period are not listed; the data file and the dashboard have them.`,
					),
				];
	return [
		{ kind: "heading", level: 1, text: "Episodes" },
		...(patients.length === 0 ? [note("No episode of the patient's in this period.")] : []),
		...patients.flatMap((episode) => one(episode, clock)),
		...more,
		...(technical.length === 0
			? []
			: ([
					{ kind: "heading", level: 2, text: "Technical notices" },
					{
						kind: "table",
						columns: [
							{ title: "From", width: 16 },
							{ title: "For", width: 14 },
							{ title: "Device", width: 20 },
							{ title: "What", width: 60 },
						],
						rows: technical.map((episode) => [
							[{ text: clock.short(episode.openedAt) }],
							[{ text: lasted(episode, data) }],
							[{ text: episode.deviceId }],
							[{ text: episode.sentence }],
						]),
					},
				] satisfies Block[])),
	];

	function lasted({ openedAt, closedAt }: EpisodeReport, { period }: ReportData): string {
		return closedAt === null ? `${duration(Math.max(0, period.to - openedAt))}, open` : duration(closedAt - openedAt);
	}
}

const note = (text: string): Block => ({ kind: "paragraph", content: [{ text, color: MUTED }] });

function one(episode: EpisodeReport, clock: Clock): Block[] {
	const { risk, openedAt, closedAt, contributions, news2 } = episode;
	const ended = closedAt === null ? "open" : `to ${clock.short(closedAt)}, ${duration(closedAt - openedAt)}`;
	const color = RISK_INK[risk];
	const lines: Block[] = [
		{
			kind: "heading",
			level: 2,
			text: `${clock.short(openedAt)} · ${episode.leadingVital === null ? "Several vital signs" : vitalSign(episode.leadingVital).label}`,
		},
		{
			kind: "paragraph",
			bar: color,
			after: 0,
			content: [
				{ text: risk === "HIGH" ? "High risk" : risk === "MEDIUM" ? "Medium risk" : "Low risk", bold: true, color },
				{ text: ` · ${RULES[episode.rule]} · ${ended} · ${episode.deviceId}`, color: MUTED },
			],
		},
		{ kind: "paragraph", bar: color, after: 0, content: [{ text: episode.sentence }] },
	];
	if (contributions.length > 0)
		lines.push({
			kind: "paragraph",
			bar: color,
			after: 0,
			content: [{ text: "Why  ", bold: true }, ...contributions.flatMap(contributionText)],
		});
	if (news2 !== null)
		lines.push({
			kind: "paragraph",
			bar: color,
			after: 0,
			content: [{ text: "NEWS2 at onset  ", bold: true }, { text: news2Text(news2) }],
		});
	const told = episode.steps.filter(({ kind }) => kind !== "opened");
	for (const step of told) lines.push({ kind: "paragraph", bar: color, after: 0, content: stepText(step, clock) });
	if (told.every(({ kind }) => kind !== "acknowledged"))
		lines.push({
			kind: "paragraph",
			bar: color,
			after: 0,
			content: [{ text: "Not acknowledged when this was made.", bold: true }],
		});
	return [...lines, { kind: "space", height: 5 }];
}

function contributionText(
	{ vital, share, actual, usual, usualOf, delta }: EpisodeReport["contributions"][number],
	i: number,
): Inline[] {
	const { label, unit, decimals } = vitalSign(vital);
	const of = usualOf === "patient" ? "this patient's usual" : "the population's usual";
	const sign = delta >= 0 ? "+" : "−";
	return [
		{ text: i === 0 ? "" : "; " },
		{ text: `${label} ${figure(actual, decimals)} ${unit}` },
		{
			text: ` (${sign}${figure(Math.abs(delta), decimals)} from ${of}, ${figure(usual, decimals)}; ${figure(share * 100, 0)} % of the rise)`,
			color: MUTED,
		},
	];
}

const STEPS: Readonly<Record<string, string>> = {
	acknowledged: "Acknowledged",
	escalated: "Escalated",
	reopened: "Reopened",
	closed: "Closed",
	commented: "Remark",
	snoozed: "Kept quiet",
	resumed: "Told again",
	summoned: "Summoned",
	judged: "Judged",
};

const VERDICTS = { "false-alarm": "a false alarm", confirmed: "a confirmed alarm" } as const;

function stepText(step: EpisodeStep, clock: Clock): Inline[] {
	const { kind, at, actor, comment, to, until, verdict } = step;
	const by = actor !== null ? ` by ${actor.name}` : kind === "summoned" ? " by the ward's escalation" : "";
	const what =
		kind === "judged"
			? `${verdict == null ? "judgement taken back" : VERDICTS[verdict]} · `
			: to == null
				? ""
				: `${to} · `;
	const end = until == null ? "" : ` until ${clock.short(until)}`;
	return [
		{ text: `${STEPS[kind] ?? kind}  `, bold: true },
		{ text: `${what}${clock.short(at)}${end}${by}` },
		...(comment === null ? [] : [{ text: `: “${comment}”` }]),
	];
}
