/** Notices whatever a page does that no page of ours does: runs what is data, asks other hosts, opens dialogs, breaks its policy. */
import type { BrowserContext, Page } from "playwright-core";
import { TRIPWIRE } from "../support/payloads.ts";

export interface Tripwire {
	/** What happened, in order; empty where nothing did. */
	readonly caught: string[];
}

/** Watches all pages of `context`, from before their first script on. `url` is where they may go. */
export async function watchContext(context: BrowserContext, url: string): Promise<Tripwire> {
	const caught: string[] = [];
	const { origin } = new URL(url);
	await context.exposeFunction("reportToTest", (what: string) => void caught.push(what));
	await context.addInitScript((name) => {
		const { reportToTest } = globalThis as unknown as { reportToTest: (what: string) => void };
		Object.defineProperty(globalThis, name, { value: () => reportToTest(`${name} ran`) });
		document.addEventListener("securitypolicyviolation", (event) =>
			reportToTest(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
		);
	}, TRIPWIRE);
	context.on("page", (page) => {
		page.on("dialog", (dialog) => {
			caught.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on("popup", () => caught.push("popup"));
		page.on("pageerror", (error) => caught.push(`error: ${error.message}`));
		page.on("console", (message) => {
			// Chromium logs the answer that leads a stranger to the sign-in.
			if (message.type() === "error" && !message.text().includes("401")) caught.push(`console: ${message.text()}`);
		});
		page.on("request", (request) => {
			const asked = new URL(request.url());
			if (asked.origin !== origin && asked.protocol !== "data:") caught.push(`request: ${request.url()}`);
		});
		page.on("response", (response) => {
			if (response.status() >= 500) caught.push(`${response.status()}: ${response.url()}`);
		});
		page.on("framenavigated", (frame) => {
			if (frame.parentFrame() !== null || !/^(about:blank$|chrome-error:)/.test(frame.url())) {
				const address = new URL(frame.url());
				if (address.origin !== origin || frame.parentFrame() !== null) caught.push(`went to: ${frame.url()}`);
			}
		});
	});
	return { caught };
}

/** Whether the tripwire itself works: what it must catch, caught on a page of ours. */
export async function tripOnPurpose(page: Page): Promise<void> {
	await page.evaluate((name) => {
		const image = document.createElement("img");
		image.setAttribute("onerror", `${name}()`);
		image.src = "data:,";
		document.body.append(image);
		const { [name]: run } = globalThis as unknown as Record<string, () => void>;
		run?.();
	}, TRIPWIRE);
}
