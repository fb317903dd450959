/**
 * What requests carry, as types. The parsers beside the handlers are what refuses a body, field by field; these say the same for
 * readers and clients.
 */

/** ISO 8601 with a zone, or milliseconds since the epoch. */
export type Moment = string | number;

/**
 * A ward's id.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$
 */
export type WardId = string;

/**
 * A device's id.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9._:-]{2,49}$
 */
export type DeviceId = string;

/**
 * A fleet's id.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$
 */
export type FleetId = string;

/**
 * A patient's surrogate.
 * @pattern ^P-[0-9A-F]{12}$
 */
export type Surrogate = string;

/**
 * A bed's label, on one line.
 * @minLength 1
 * @maxLength 40
 */
export type BedLabel = string;

/**
 * A comment on one line.
 * @minLength 1
 * @maxLength 500
 */
export type Comment = string;

/**
 * What the identity of an entry is known by when it is sent again: a UUID in lower case, made by the sender.
 * @pattern ^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$
 */
export type EntryId = string;

/** @pattern ^[A-Za-z0-9][A-Za-z0-9._:/-]{0,39}$ */
export type DeviceTag = string;
