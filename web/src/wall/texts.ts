/** The texts of the wall display: loaded with it. */
export const wallTexts = {
	title: (ward: string) => `${ward}: wall display`,
	soundOff: "Sound is off: press any key once",
	noSound: "This browser makes no sound",
	calm: "No open alarm",
	more: (count: number) => `+${count}`,
	moreTitle: (count: number) => (count === 1 ? "1 more alarm" : `${count} more alarms`),
	page: (page: number, pages: number) => `Page ${page} of ${pages}`,
	resolved: "over",
	known: "acknowledged",
	notLive: (since: string) => `NOT LIVE since ${since}. Look at the bedside monitors.`,
	connecting: "Connecting…",
	beds: "Beds",
	alarms: "Alarms",
	live: (live: number, beds: number) => `${live} of ${beds} live`,
} as const;
