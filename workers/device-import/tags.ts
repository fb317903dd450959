/** What engineers call a device, to find it by. */

/** Tags of one device. */
export const MAX_TAGS = 20;
const TAG_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,39}$/;
export const TAG_RULE = "1 to 40 letters, digits or . _ : / -";
/** Between tags in a cell: no tag has one. */
export const TAG_SEPARATOR = " ";

/** The tags, each once and in their order; `null` where one is not a tag, or there are too many. */
export function checkTags(values: readonly unknown[]): string[] | null {
	const tags = [...new Set(values)];
	const good = tags.every((tag): tag is string => typeof tag === "string" && TAG_PATTERN.test(tag));
	return good && tags.length <= MAX_TAGS ? (tags as string[]) : null;
}
