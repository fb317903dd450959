export { patientTag } from "../../durable-objects/device/patient-tag.ts";
