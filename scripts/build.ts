/** `npm run build`: what is deployed beside the Worker. */
import { buildDashboard } from "./local-app.ts";

await buildDashboard();
