// Back to the dashboard as soon as the server answers.
const EVERY_MS = 5000;

async function look() {
	try {
		const { ok } = await fetch("/health", { cache: "no-store" });
		if (ok) return location.reload();
	} catch {
		// Still offline.
	}
	setTimeout(look, EVERY_MS);
}

addEventListener("online", look);
setTimeout(look, EVERY_MS);
