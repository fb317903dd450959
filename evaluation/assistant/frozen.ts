/**
 * The labelled set's hash. It was frozen first as the hash of its first commit, before anything of the assistant that answers
 * it had been read or run. A label that proves wrong may be corrected, with its reason, here: the hash is then the set's after it.
 */
export const FROZEN = "431096aeb96d3aab64515b05df29c42a04aab2662950246d474061af0755c567";

/** Since then, oldest first. None was made because the assistant answered otherwise. */
export const CORRECTIONS: readonly { readonly before: string; readonly what: string; readonly why: string }[] = [];
