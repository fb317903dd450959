/**
 * Technical notices that come and go. What opens within ten minutes of the close continues the record, and without a word unless
 * something about it is new: a loose lead that is told of each time teaches people not to listen.
 */
import { RISK_LEVELS, type RiskLevel } from "../vitals/reading.ts";
import { isHigher } from "./episode.ts";
import { MERGED } from "./episode-tracker.ts";
import type { StateReader, StateWriter } from "./state.ts";

/** How a notice opens. */
export interface Opening {
	readonly kind: "opened" | "reopened";
	readonly announced: boolean;
}

export class Joining {
	/** When the record closed last, how grave it was, and the bits of the vitals it named; -1 for none. */
	private closedAt = -1;
	private risk: RiskLevel = "LOW";
	private vitals = 0;
	/** Somebody has seen the record: what comes after is news. */
	private acknowledged = false;

	acknowledge(): void {
		this.acknowledged = true;
	}

	/** @param vitals - bits of those the notice named */
	opening(time: number, risk: RiskLevel, vitals = 0): Opening {
		const joins = this.closedAt >= 0 && time - this.closedAt <= MERGED;
		const news = !joins || this.acknowledged || isHigher(risk, this.risk) || (vitals & ~this.vitals) !== 0;
		if (news) this.acknowledged = false;
		return { kind: joins ? "reopened" : "opened", announced: news };
	}

	closed(time: number, risk: RiskLevel, vitals = 0): void {
		this.closedAt = time;
		this.risk = risk;
		this.vitals = vitals;
	}

	write(writer: StateWriter): void {
		writer.float64(this.closedAt);
		writer.uint8(RISK_LEVELS.indexOf(this.risk));
		writer.uint16(this.vitals);
		writer.uint8(this.acknowledged ? 1 : 0);
	}

	read(reader: StateReader): void {
		this.closedAt = reader.float64();
		// Version 2 kept the time alone, of standstills, which are all LOW and name no vital.
		if (reader.version < 3) return;
		this.risk = RISK_LEVELS[reader.uint8()] ?? "LOW";
		this.vitals = reader.uint16();
		this.acknowledged = reader.uint8() === 1;
	}
}
