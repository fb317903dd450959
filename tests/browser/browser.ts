import { chromium, type Browser } from "playwright-core";
import { CHROMIUM_ARGS, ensureChromium } from "../../scripts/chromium.ts";

/** A real, headless Chromium. */
export function openBrowser(): Promise<Browser> {
	return chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
}
