/** What a source file declares, with its comments: read by the compiler's own parser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../bootstrap.mjs";

export interface Member {
	readonly name: string;
	/** As one line. */
	readonly comment: string;
}

export interface Field extends Member {
	/** As written. */
	readonly type: string;
	readonly optional: boolean;
}

const parsed = new Map<string, ts.SourceFile>();

function sourceOf(file: string): ts.SourceFile {
	const known = parsed.get(file);
	if (known !== undefined) return known;
	const text = readFileSync(join(ROOT, file), "utf8");
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	parsed.set(file, source);
	return source;
}

/** The comment before a node. Union members have theirs before the bar, which the parser counts as trivia of neither. */
function commentOf(source: ts.SourceFile, node: ts.Node): string {
	const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
	const last = ranges.at(-1);
	if (last === undefined) return "";
	const text = source.text.slice(last.pos, last.end);
	return text
		.replaceAll(/^\/\*\*?|\*\/$/g, "")
		.replaceAll(/^\s*\* ?/gm, "")
		.replace(/^\/\/\s*/, "")
		.replaceAll(/\s+/g, " ")
		.trim();
}

function declaration(file: string, name: string): ts.Statement {
	const found = sourceOf(file).statements.find((statement) => {
		if (ts.isVariableStatement(statement))
			return statement.declarationList.declarations.some(({ name: own }) => own.getText() === name);
		return (
			(ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && statement.name.text === name
		);
	});
	if (found === undefined) throw new Error(`${file} declares no ${name}`);
	return found;
}

/** The fields of an interface, those that it extends in the same file first. */
export function fieldsOf(file: string, name: string): Field[] {
	const source = sourceOf(file);
	const found = declaration(file, name);
	if (!ts.isInterfaceDeclaration(found)) throw new Error(`${name} of ${file} is no interface`);
	const inherited = (found.heritageClauses ?? []).flatMap(({ types }) =>
		types.flatMap(({ expression }) => {
			const parent = expression.getText();
			const here = source.statements.some(
				(statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === parent,
			);
			return here ? fieldsOf(file, parent) : [];
		}),
	);
	const own = found.members.filter(ts.isPropertySignature).map((member) => ({
		name: member.name.getText(),
		comment: commentOf(source, member),
		type: (member.type?.getText() ?? "unknown").replaceAll(/\s+/g, " "),
		optional: member.questionToken !== undefined,
	}));
	return [...inherited, ...own];
}

/** The members of a union of texts, or the keys of a constant object. */
export function membersOf(file: string, name: string): Member[] {
	const source = sourceOf(file);
	const found = declaration(file, name);
	if (ts.isTypeAliasDeclaration(found) && ts.isUnionTypeNode(found.type))
		return found.type.types.map((member) => ({
			name: member.getText().replaceAll('"', ""),
			comment: commentOf(source, member) || beforeBar(source, member),
		}));
	if (ts.isVariableStatement(found)) {
		const [only] = found.declarationList.declarations;
		let value = only?.initializer;
		while (value !== undefined && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)))
			value = value.expression;
		if (value !== undefined && ts.isObjectLiteralExpression(value))
			return value.properties.map((property) => ({
				name: property.name?.getText() ?? "",
				comment: commentOf(source, property),
			}));
	}
	throw new Error(`${name} of ${file} is neither a union nor an object`);
}

/** The comment before the bar that a union's member follows. */
function beforeBar(source: ts.SourceFile, member: ts.Node): string {
	const before = source.text.slice(0, member.getStart());
	const match = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\|\s*$/.exec(before);
	return (match?.[1] ?? "")
		.replaceAll(/^\s*\* ?/gm, "")
		.replaceAll(/\s+/g, " ")
		.trim();
}
