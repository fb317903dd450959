/** Pages, their font, and the structure of the document as one PDF 1.7 file. */
import {
	type PDFContext,
	PDFDocument,
	PDFHexString,
	PDFName,
	PDFRawStream,
	type PDFRef,
	PDFString,
} from "@cantoo/pdf-lib";
import type { Weight } from "./faces.ts";
import type { GlyphFont } from "./glyph-font.ts";
import { type Element, type Page, utf16 } from "./page.ts";
import { through } from "./sfnt.ts";

export interface FileDescription {
	readonly title: string;
	readonly subject: string;
	/** BCP 47. */
	readonly language: string;
	readonly author: string;
	readonly createdAt: Date;
}

const PRODUCER = "BioStream Sentinel";
/** Objects written before others get a turn. */
const OBJECTS_PER_TURN = 20;

/**
 * @param root - the document's structure
 * @param breathe - lets others have a turn
 */
export async function pdfFile(
	description: FileDescription,
	pages: readonly Page[],
	root: Element,
	fonts: Readonly<Record<Weight, GlyphFont>>,
	breathe: () => Promise<void>,
): Promise<Uint8Array> {
	const document = await PDFDocument.create({ updateMetadata: false });
	const { context, catalog } = document;
	document.setTitle(description.title, { showInWindowTitleBar: true });
	document.setSubject(description.subject);
	document.setAuthor(description.author);
	document.setCreator(PRODUCER);
	document.setProducer(PRODUCER);
	document.setCreationDate(description.createdAt);
	document.setModificationDate(description.createdAt);
	document.setLanguage(description.language);
	const font: Record<string, PDFRef> = {};
	if (fonts.regular.glyphs.length > 0) font["F1"] = await embedFont(context, fonts.regular, "regular", breathe);
	if (fonts.bold.glyphs.length > 0) font["F2"] = await embedFont(context, fonts.bold, "bold", breathe);
	const resources = context.register(context.obj({ Font: font }));
	const pageRefs: PDFRef[] = [];
	for (const page of pages) {
		const { node, ref } = document.addPage([page.width, page.height]);
		node.set(PDFName.of("Resources"), resources);
		node.set(PDFName.of("Contents"), await stream(context, new TextEncoder().encode(page.content)));
		node.set(PDFName.of("StructParents"), context.obj(page.index));
		node.set(PDFName.of("Tabs"), PDFName.of("S"));
		pageRefs.push(ref);
		await breathe();
	}
	catalog.set(PDFName.of("MarkInfo"), context.obj({ Marked: true }));
	catalog.set(PDFName.of("StructTreeRoot"), structure(context, root, pages, pageRefs));
	catalog.set(PDFName.of("Metadata"), metadata(context, description));
	return document.save({
		addDefaultPage: false,
		updateFieldAppearances: false,
		useObjectStreams: true,
		objectsPerTick: OBJECTS_PER_TURN,
	});
}

async function embedFont(
	context: PDFContext,
	font: GlyphFont,
	weight: Weight,
	breathe: () => Promise<void>,
): Promise<PDFRef> {
	const program = await font.program(breathe);
	// Six letters tell subsets from each other and from the whole font.
	const name = weight === "bold" ? "SNTNLB+NotoSans-Bold" : "SNTNLR+NotoSans-Regular";
	const descriptor = context.register(
		context.obj({
			Type: "FontDescriptor",
			FontName: name,
			// Symbolic: it has no character map.
			Flags: 4,
			FontBBox: [-1000, -500, 3000, 1200],
			ItalicAngle: 0,
			Ascent: 1069,
			Descent: -293,
			CapHeight: 714,
			StemV: weight === "bold" ? 140 : 80,
			FontFile2: await stream(context, program, { Length1: program.length }),
		}),
	);
	const descendant = context.register(
		context.obj({
			Type: "Font",
			Subtype: "CIDFontType2",
			BaseFont: name,
			CIDSystemInfo: { Registry: PDFString.of("Adobe"), Ordering: PDFString.of("Identity"), Supplement: 0 },
			FontDescriptor: descriptor,
			DW: 1000,
			W: [1, font.glyphs.map((glyph) => glyph.advance)],
			CIDToGIDMap: "Identity",
		}),
	);
	return context.register(
		context.obj({
			Type: "Font",
			Subtype: "Type0",
			BaseFont: name,
			Encoding: "Identity-H",
			DescendantFonts: [descendant],
			ToUnicode: await stream(context, new TextEncoder().encode(toUnicode(font))),
		}),
	);
}

/** What each glyph says, for those who copy or search. */
function toUnicode(font: GlyphFont): string {
	const entries = font.glyphs
		.filter(({ unicode }) => unicode !== "")
		.map(({ id, unicode }) => `<${id.toString(16).padStart(4, "0")}> <${utf16(unicode).slice(4)}>`);
	const blocks: string[] = [];
	// A block holds a hundred at most.
	for (let i = 0; i < entries.length; i += 100) {
		const part = entries.slice(i, i + 100);
		blocks.push(`${part.length} beginbfchar\n${part.join("\n")}\nendbfchar`);
	}
	return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

function structure(context: PDFContext, root: Element, pages: readonly Page[], pageRefs: readonly PDFRef[]): PDFRef {
	const rootRef = context.nextRef();
	const refs = new Map<Element, PDFRef>();
	const write = (part: Element, parent: PDFRef): PDFRef => {
		const ref = context.nextRef();
		refs.set(part, ref);
		const kids = part.kids.map((kid) =>
			"type" in kid ? write(kid, ref) : context.obj({ Type: "MCR", Pg: pageRefs[kid.page] as PDFRef, MCID: kid.mcid }),
		);
		const dictionary = context.obj({ Type: "StructElem", S: part.type, P: parent, K: kids });
		if (part.alt !== undefined) dictionary.set(PDFName.of("Alt"), PDFHexString.fromText(part.alt));
		if (part.type === "TH") dictionary.set(PDFName.of("A"), context.obj({ O: "Table", Scope: "Column" }));
		context.assign(ref, dictionary);
		return ref;
	};
	const documentRef = write(root, rootRef);
	const parents = pages.flatMap((page) => [
		context.obj(page.index),
		context.register(context.obj(page.marked.map((part) => refs.get(part) as PDFRef))),
	]);
	context.assign(
		rootRef,
		context.obj({
			Type: "StructTreeRoot",
			K: [documentRef],
			ParentTree: context.register(context.obj({ Nums: parents })),
			ParentTreeNextKey: pages.length,
		}),
	);
	return rootRef;
}

function metadata(context: PDFContext, { title, language, createdAt }: FileDescription): PDFRef {
	const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
	const packet = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${xml(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>${createdAt.toISOString()}</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
	const bytes = new TextEncoder().encode(packet);
	return context.register(
		PDFRawStream.of(context.obj({ Type: "Metadata", Subtype: "XML", Length: bytes.length }), bytes),
	);
}

/** Compressed by the platform, which does it aside. */
async function stream(context: PDFContext, bytes: Uint8Array, more: Record<string, number> = {}): Promise<PDFRef> {
	const data = await through(bytes, new CompressionStream("deflate"));
	return context.register(PDFRawStream.of(context.obj({ Filter: "FlateDecode", Length: data.length, ...more }), data));
}
