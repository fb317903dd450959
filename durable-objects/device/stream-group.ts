/** How many readings of a calm stream come together. Pure. */

/** @param watched - whether somebody looks at the values */
export function calmGroup(
	env: { readonly STREAM_GROUP: number; readonly LIVE_CADENCE_MS: number },
	watched: boolean,
): number {
	return watched ? watchedGroup(env.STREAM_GROUP, env.LIVE_CADENCE_MS) : env.STREAM_GROUP;
}

/**
 * The group is cut so that a message comes whenever values are due at the ward, and not half a group later: a whole
 * number of messages makes one cadence. At one reading a second, as bedside monitors send.
 *
 * @param calm - readings of a message while nobody looks
 * @param cadenceMs - milliseconds between two live values of a watched device
 */
export function watchedGroup(calm: number, cadenceMs: number): number {
	const readings = Math.max(1, Math.floor(cadenceMs / 1000));
	const messages = Math.ceil(readings / calm);
	return Math.max(1, Math.floor(readings / messages));
}
