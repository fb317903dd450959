/**
 * The ward world's clock: `Date` shows the world's time in everything that is imported after this module, and alarms ring as
 * much later as they would by it.
 */
const WallDate = Date;
let ahead = 0;

class WorldDate extends WallDate {
	constructor(...parts: []) {
		if (parts.length === 0) super(WorldDate.now());
		else super(...parts);
	}

	static override now(): number {
		return WallDate.now() + ahead;
	}
}
globalThis.Date = WorldDate as unknown as DateConstructor;

/** From now on it is `time`, milliseconds since the epoch. */
export function setWorldTime(time: number): void {
	ahead = time - WallDate.now();
}

const known = new WeakSet<object>();

/** `state`, whose alarms are set by the world's clock. */
export function onWorldTime(state: DurableObjectState): DurableObjectState {
	const storage = Object.getPrototypeOf(state.storage) as DurableObjectStorage;
	if (known.has(storage)) return state;
	known.add(storage);
	// oxlint-disable-next-line typescript/unbound-method -- called with its own object below
	const { setAlarm } = storage;
	storage.setAlarm = function (this: DurableObjectStorage, time, options) {
		return setAlarm.call(this, WallDate.now() + Math.max(0, Number(time) - WorldDate.now()), options);
	};
	return state;
}
