/**
 * The labelled set's hash. It was frozen first as the hash of its first commit, before anything of the assistant that answers
 * it had been read or run. A label that proves wrong may be corrected, with its reason, here: the hash is then the set's after it.
 */
export const FROZEN = "3562b691b7d254a960afd5f9b103e86af0e78ab45f1f4952e39da7870cee9a5c";

/** Since then, oldest first. None was made because the assistant answered otherwise. */
export const CORRECTIONS: readonly { readonly before: string; readonly what: string; readonly why: string }[] = [];
