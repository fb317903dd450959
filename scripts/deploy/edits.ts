/** What a deployment writes into `wrangler.toml`: line by line, because whoever keeps the file has comments in it. */

/** An edit of `[env.production]`. */
export type Edit =
	| { readonly kind: "database-id"; readonly binding: string; readonly id: string }
	| { readonly kind: "bucket-jurisdiction"; readonly binding: string; readonly jurisdiction: string };

/** The tables `[[env.production.<kind>]]` of a TOML text, with the text between them. */
const tablesOf = (toml: string, kind: string) => {
	const header = `[[env.production.${kind}]]`;
	return toml.split(/(?=^\[)/m).map((text) => ({ text, wanted: text.startsWith(header) }));
};

function withLine(toml: string, kind: string, binding: string, key: string, value: string): string {
	let found = false;
	const tables = tablesOf(toml, kind).map(({ text, wanted }) => {
		if (!wanted || !new RegExp(`^binding = "${binding}"$`, "m").test(text)) return text;
		found = true;
		const line = `${key} = "${value}"`;
		const present = new RegExp(`^${key} = ".*"$`, "m");
		return present.test(text) ? text.replace(present, line) : text.replace(/^(binding = .*)$/m, `$1\n${line}`);
	});
	if (!found) throw new Error(`wrangler.toml has no [[env.production.${kind}]] with binding ${binding}`);
	return tables.join("");
}

/** The text with the edit in production's part of it; everything else as it was. */
export function edited(toml: string, edit: Edit): string {
	return edit.kind === "database-id"
		? withLine(toml, "d1_databases", edit.binding, "database_id", edit.id)
		: withLine(toml, "r2_buckets", edit.binding, "jurisdiction", edit.jurisdiction);
}
