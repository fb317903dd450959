/** Texts of the page that shows every component; in development only. */
export const designTexts = {
	title: "Every component in every state",
	light: "Light",
	dark: "Dark",
	colours: "Colour",
	type: "Type",
	sectors: "Bed sectors",
	queue: "Episode queue",
	connection: "Connection",
	notices: "Notices",
	controls: "Buttons and fields",
	tables: "Tables and figures",
	sample: "Sample",
} as const;
