/**
 * Norms of adults. NEWS2's chart (Royal College of Physicians, 2017) was read and is what the numbers are laid out by; what is
 * called our choice has no source. Means and spreads are our choice: the mean lies in the band that scores 0 in NEWS2 (HR 51-90,
 * SpO2 >= 96, RR 12-20, temperature 36.1-38.0, SBP 111-219), and mean plus or minus 2 spreads reaches about where NEWS2 scores
 * 2. DBP, MAP and EtCO2 are not in NEWS2: 60-90, 70-105 and 35-45 mmHg are in common use, no source was read.
 */
import type { Limit, NormTable } from "./norms.ts";

export const NO_LIMIT: Limit = {
	low: null,
	high: null,
	reason: "No absolute limit: its meaning depends on the other vital signs.",
};

/*
 * Deadbands: HR, SpO2, RR, temperature and the fall of SBP were tuned on a synthetic benchmark; the other widths are our
 * choice in proportion to the population's spread. `low` and `high` are where NEWS2 begins to score 2, else 2.5 spreads;
 * `slow` is where NEWS2 begins to score a slow rate, `sound` lies about a
 * spread below the mean: a rate or a fever that falls there has become better. A rise of SpO2 is never unusual.
 *
 * Limits: the defaults are our choice, with the reason beside each; a clinician's take their place.
 */
export const ADULT: NormTable = {
	population: [
		{ mean: 78, sd: 14, min: 25, max: 220, shared: 0 },
		{ mean: 97, sd: 1.8, min: 50, max: 100, shared: 0 },
		{ mean: 16.5, sd: 3, min: 3, max: 60, shared: 0 },
		{ mean: 36.9, sd: 0.5, min: 33, max: 42, shared: 0 },
		{ mean: 124, sd: 16, min: 50, max: 260, shared: 0.8 },
		{ mean: 73, sd: 10, min: 25, max: 160, shared: 0.8 },
		{ mean: 90, sd: 11, min: 30, max: 190, shared: 0.8 },
		{ mean: 38, sd: 4, min: 8, max: 90, shared: 0 },
	],
	deadbands: [
		{ up: 20, down: 15, low: 40, high: 111, slow: 50, sound: 65 },
		{ up: 1000, down: 4, low: 93, high: 1000, slow: 93 },
		{ up: 6, down: 7, low: 8, high: 21, slow: 11, sound: 14 },
		{ up: 0.9, down: 1.2, low: 35, high: 39.1, slow: 35, sound: 36.5 },
		{ up: 40, down: 25, low: 100, high: 220, slow: 90 },
		{ up: 35, down: 25, low: 48, high: 98, slow: 40 },
		{ up: 35, down: 20, low: 62.5, high: 117.5, slow: 60 },
		{ up: 12, down: 10, low: 28, high: 48, slow: 25 },
	],
	limits: [
		{
			low: 40,
			high: 131,
			reason: "NEWS2 (RCP 2017) gives the single-parameter red score of 3 at a pulse of <= 40 or >= 131.",
		},
		{
			low: 85,
			high: null,
			reason:
				"NEWS2 scores 3 at <= 91 (scale 1) and <= 83 (scale 2); 85 is where a patient with chronic hypercapnia, at home at 88-92, is in trouble too.",
		},
		{
			low: 8,
			high: 30,
			reason:
				"NEWS2 scores 3 at <= 8 and >= 25; 30, from where medical emergency teams are called (> 30, Implementation Science 2011;6:39, table 1), keeps brief tachypnoea to the forest.",
		},
		{
			low: 35.0,
			high: 40.0,
			reason:
				"NEWS2 scores 3 at <= 35.0; 40.0 is our choice: NEWS2's highest band starts at 39.1, where fever alone is not an emergency.",
		},
		{
			low: 80,
			high: 220,
			reason: "NEWS2 scores 3 at <= 90 and >= 220; 80 spares those who live at 85-90, whom the forest watches.",
		},
		NO_LIMIT,
		{
			low: 55,
			high: null,
			reason:
				"Any time under 55 during surgery went with injury of kidney and heart (Walsh et al., Anesthesiology 2013;119:507-15).",
		},
		NO_LIMIT,
	],
};
