/** The product as it is, with the local sign-in so that a benchmark can enrol its devices. */
export * from "../../workers/local.ts";
export { default } from "../../workers/local.ts";
