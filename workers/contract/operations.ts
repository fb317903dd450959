/** What is said of every route. */
import type { Operations } from "./describe.ts";
import { ASSISTANT, REPORTS } from "./operations/assistant.ts";
import { DEVICES, OVERVIEW, PEOPLE_SELF, SERVICE } from "./operations/devices.ts";
import { FHIR } from "./operations/fhir.ts";
import { BEDSIDE, PATIENTS } from "./operations/patients.ts";
import { DEVICE_REGISTRY, FLEETS, WARDS } from "./operations/registry.ts";
import { AUDIT, LAKE, NOTIFICATIONS, PEOPLE } from "./operations/upkeep.ts";
import { EPISODES, WARD_NOW } from "./operations/ward.ts";

export const OPERATIONS: Operations = {
	...SERVICE,
	...DEVICES,
	...PEOPLE_SELF,
	...OVERVIEW,
	...WARDS,
	...WARD_NOW,
	...EPISODES,
	...ASSISTANT,
	...DEVICE_REGISTRY,
	...BEDSIDE,
	...PATIENTS,
	...REPORTS,
	...FLEETS,
	...LAKE,
	...PEOPLE,
	...NOTIFICATIONS,
	...FHIR,
	...AUDIT,
};
