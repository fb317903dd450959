/** Each test notes which documented answers it saw: `contract-coverage.ts` counts them at the end of the run. */
import { afterEach } from "vitest";
import { takeProvoked } from "./contract.ts";

afterEach(({ task }) => {
	task.meta.provoked = takeProvoked();
});
