/** The API's own description: `npm run contract` makes the document, the dashboard's build makes what shows it. */
import type { Handler } from "../context.ts";

/** `GET /api/v1/openapi.json`: OpenAPI 3.1. Loaded when the first reader asks for it, not when the Worker starts. */
export const getDocument: Handler = async (context) => {
	const { default: document } = await import("../contract/openapi.json", { with: { type: "json" } });
	return context.json(document);
};

/**
 * Scripts and styles of our own only, none inline. The page tries requests out on this origin. Images of the library's style sheet are
 * in it as data.
 */
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What is under `/reference/` is built from `web/src/reference/`. */
const PAGE = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<meta name="color-scheme" content="dark light" />
		<title>API reference · BioStream Sentinel</title>
		<link rel="icon" href="/favicon.svg" />
		<script src="/theme.js"></script>
		<link rel="stylesheet" href="/reference/reference.css" />
	</head>
	<body>
		<main id="reference"><noscript>The document itself is at /api/v1/openapi.json.</noscript></main>
		<script type="module" src="/reference/reference.js"></script>
	</body>
</html>
`;

/** `GET /api/docs`: the document as a page. */
export const getReference: Handler = (context) => context.html(PAGE, 200, { "content-security-policy": POLICY });
