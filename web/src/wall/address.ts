/** How a wall display is asked for: by the address, because nobody stands before it with a mouse. */

const DISPLAY = "display";
const WALL = "wall";
const NIGHT = "night";

/** The address of the wall display of a ward. */
export function wallAddress(wardId: string | null): string {
	return `/?${new URLSearchParams({ [DISPLAY]: WALL, ...(wardId === null ? {} : { ward: wardId }) })}`;
}

export function isWall(search: string): boolean {
	return new URLSearchParams(search).get(DISPLAY) === WALL;
}

/** What the address says of the night: `on`, `off`, or its hours as `22:00-06:00`; null where it says nothing. */
export function nightOf(search: string): string | null {
	return new URLSearchParams(search).get(NIGHT);
}
