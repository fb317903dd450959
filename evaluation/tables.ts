/** Reads the data folder's tables: plain CSV with a header, no quotes. Nothing of them is kept. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A row by column name; `null` where the cell is empty or no number. */
export type NumberRow = Readonly<Record<string, number | null>>;

/** The path of `name` in the folder or in one of the subfolders it is delivered in; `null` where it is absent. */
export function findFile(folder: string, subfolder: string, name: string): string | null {
	for (const path of [join(folder, name), join(folder, subfolder, name)]) if (existsSync(path)) return path;
	return null;
}

/**
 * Rows grouped by the text in column `key`, in the file's order.
 *
 * @throws Error when the file cannot be read or has no such column
 */
export function readGroups(path: string, key: string): Map<string, NumberRow[]> {
	const [header = "", ...lines] = readFileSync(path, "utf8").split(/\r?\n/);
	const columns = header.split(",");
	const keyAt = columns.indexOf(key);
	if (keyAt < 0) throw new Error(`${path}: expected a column "${key}", found ${header}`);
	const groups = new Map<string, NumberRow[]>();
	for (const line of lines) {
		if (line === "") continue;
		const cells = line.split(",");
		const row: Record<string, number | null> = {};
		columns.forEach((column, at) => {
			const cell = cells[at] ?? "";
			const value = Number(cell);
			row[column] = cell === "" || !Number.isFinite(value) ? null : value;
		});
		const group = cells[keyAt] as string;
		const rows = groups.get(group);
		if (rows === undefined) groups.set(group, [row]);
		else rows.push(row);
	}
	return groups;
}
