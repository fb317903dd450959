/** Times as a report prints them: in the reader's zone, 24 hours, the zone named once. */

export class Clock {
	readonly zone: string;
	readonly #parts: Intl.DateTimeFormat;
	readonly #zoneName: Intl.DateTimeFormat;

	/** @param zone - an IANA zone that exists */
	constructor(zone: string) {
		this.zone = zone;
		const numbers = { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;
		this.#parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...numbers });
		this.#zoneName = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "longOffset", hour: "numeric" });
	}

	#of(time: number): Record<string, string> {
		return Object.fromEntries(this.#parts.formatToParts(time).map(({ type, value }) => [type, value]));
	}

	/** "14:05". */
	time(time: number): string {
		const { hour = "", minute = "" } = this.#of(time);
		return `${hour}:${minute}`;
	}

	/** "27 Nov". */
	day(time: number): string {
		const { day = "", month = "" } = this.#of(time);
		return `${day} ${month}`;
	}

	/** "27 Nov 14:05". */
	short(time: number): string {
		return `${this.day(time)} ${this.time(time)}`;
	}

	/** "27 Nov 2026, 14:05". */
	full(time: number): string {
		return `${this.day(time)} ${this.#of(time)["year"] ?? ""}, ${this.time(time)}`;
	}

	/** "Europe/Berlin (UTC+01:00)", by the offset of that moment. */
	named(time: number): string {
		const offset = this.#zoneName.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
		const utc = offset === "GMT" ? "UTC" : offset.replace("GMT", "UTC");
		return this.zone === "UTC" ? "UTC" : `${this.zone} (${utc})`;
	}

	/** Minutes that the zone is ahead of UTC at that moment. */
	offset(time: number): number {
		const name = this.#zoneName.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
		const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d{2}):?(\d{2})?/.exec(name) ?? [];
		return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
	}
}

/** "35 s", "12 min", "3 h 05 min", "8 days". */
export function duration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours < 48) return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")} min`;
	return hours % 24 === 0 ? `${hours / 24} days` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
