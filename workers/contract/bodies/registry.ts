/** Bodies about wards, beds, devices and fleets. */
import type { LocationHint } from "../../../durable-objects/residency.ts";
import type { SummonedEntry } from "../../../vitals/escalation.ts";
import type { BedLabel, DeviceId, DeviceTag, FleetId, WardId } from "./ids.ts";

export interface FleetDeviceBody {
	bed?: BedLabel | null;
}

export interface RedeemBody {
	/** As it was read; case, blanks and hyphens do not matter. */
	code: string;
	device_id: DeviceId;
}

export interface WardBody {
	/**
	 * @minLength 1
	 * @maxLength 80
	 */
	name: string;
	/** Where the ward's objects are made; `null` for wherever they are first asked for. What is left out stays. */
	location?: LocationHint | null;
}

export interface BedBody {
	label: BedLabel;
}

export interface EscalationBody {
	/**
	 * In order of time; `null` for the default, an empty list for nobody.
	 * @maxItems 5
	 */
	steps:
		| {
				/**
				 * Seconds without an acknowledgement.
				 * @minimum 30
				 * @maximum 3600
				 */
				after_s: number;
				to: SummonedEntry;
		  }[]
		| null;
}

export interface TemplateBody {
	/** Key of `GET /api/v1/templates`; `null` for an adult's. */
	template: string | null;
}

export interface WardNotificationsBody {
	identity: boolean;
}

export interface EnrolBody {
	ward_id: WardId;
	bed?: BedLabel | null;
	/**
	 * The hospital's identifier, hashed at the edge and never stored; `null` for nobody. What is left out stays.
	 * @minLength 3
	 * @maxLength 50
	 */
	patient_id?: string | null;
	/** `null` to leave its fleet. */
	fleet?: FleetId | null;
	/** For good. */
	simulated?: boolean | null;
	/**
	 * Seconds between two posts; `null` to have it measured.
	 * @exclusiveMinimum 0
	 * @maximum 86400
	 */
	cadence_s?: number | null;
}

export interface TagsBody {
	/**
	 * All of them: those that are left out go.
	 * @maxItems 20
	 */
	tags: DeviceTag[];
}

export interface ClaimsBody {
	/** A device, a fleet, or both. */
	device_id?: DeviceId | null;
	fleet?: FleetId | null;
	/** The fleet's when absent. */
	ward_id?: WardId;
	/**
	 * Seconds for which the codes are good; a day when absent.
	 * @asType integer
	 * @minimum 60
	 * @maximum 604800
	 */
	expires_in_s?: number;
	/**
	 * Codes; one for a device.
	 * @asType integer
	 * @minimum 1
	 * @maximum 500
	 */
	count?: number;
}

export interface FleetBody {
	/**
	 * @minLength 1
	 * @maxLength 80
	 */
	name: string;
	ward_id: WardId;
	/**
	 * @asType integer
	 * @minimum 1
	 * @maximum 100000
	 */
	device_limit: number;
}
