/** The bindings of a Worker or an object, each call through them counted for whoever makes it. */
import { account, meterOf } from "./meter.ts";

type Call = (...args: unknown[]) => unknown;

const isFunction = (value: unknown): value is Call => typeof value === "function";

/** Counts a call that leaves the object, which is active until it is answered. */
function away<T>(call: () => T): T {
	const meter = account.getStore();
	if (meter === undefined) return call();
	meter.counts.calls++;
	const release = meter.hold();
	try {
		const result = call();
		const settled = result as { then?: Call } | undefined;
		if (isFunction(settled?.then)) settled.then(release, release);
		else release();
		return result;
	} catch (error) {
		release();
		throw error;
	}
}

/** `target` with its methods replaced by `wrap`, which may return `null` to leave one as it is. */
function methods<T extends object>(target: T, wrap: (name: string, call: Call) => Call | null): T {
	return new Proxy(target, {
		get: (_, name) => {
			const value = Reflect.get(target, name, target) as unknown;
			if (typeof name !== "string" || !isFunction(value)) return value;
			const call: Call = (...args) => Reflect.apply(value, target, args);
			return wrap(name, call) ?? call;
		},
	});
}

function countedStub(kind: string, name: string, stub: object): object {
	return methods(stub, (_, call) => (...args) => {
		meterOf(kind, name).counts.requests++;
		return away(() => call(...args));
	});
}

function countedNamespace(kind: string, namespace: DurableObjectNamespace): object {
	return methods(namespace, (method, call) => {
		if (method === "getByName") return (name) => countedStub(kind, name as string, call(name) as object);
		if (method !== "get") return null;
		return (id) => countedStub(kind, (id as DurableObjectId).name ?? String(id), call(id) as object);
	});
}

function note<T>(result: T): T {
	const meter = account.getStore();
	for (const one of Array.isArray(result) ? result : [result]) {
		const meta = (one as D1Result | null)?.meta;
		if (meter === undefined || meta === undefined) continue;
		meter.counts.d1RowsRead += meta.rows_read;
		meter.counts.d1RowsWritten += meta.rows_written;
	}
	return result;
}

const originals = new WeakMap<object, D1PreparedStatement>();

function countedStatement(statement: D1PreparedStatement, reads: boolean): D1PreparedStatement {
	const counted = methods(statement, (method, call) => {
		switch (method) {
			case "bind":
				return (...args) => countedStatement(call(...args) as D1PreparedStatement, reads);
			case "all":
			case "run":
				return async (...args) => note(await away(() => call(...args) as Promise<D1Result>));
			case "first":
			case "raw":
				return async (...args) => {
					// Their answers carry no counts; a query that only reads may be asked once more for them.
					if (reads) {
						const answer = await away(() => call(...args) as Promise<unknown>);
						note(await statement.all());
						return answer;
					}
					// One that writes and returns rows is asked in the form that counts; its columns have distinct names.
					const { results } = note(await away(() => statement.all<Record<string, unknown>>()));
					if (method === "raw") return results.map((row) => Object.values(row));
					const row = results[0] ?? null;
					return typeof args[0] === "string" ? (row?.[args[0]] ?? null) : row;
				};
			default:
				return null;
		}
	});
	originals.set(counted, statement);
	return counted;
}

function countedDatabase(database: D1Database): D1Database {
	return methods(database, (method, call) => {
		switch (method) {
			case "prepare":
				return (query) =>
					countedStatement(call(query) as D1PreparedStatement, /^\s*(select|with)\b/i.test(query as string));
			case "batch":
				return async (statements) => {
					const plain = (statements as D1PreparedStatement[]).map((one) => originals.get(one) ?? one);
					return note(await away(() => call(plain) as Promise<D1Result[]>));
				};
			default:
				return null;
		}
	});
}

const CLASS_A = new Set(["put", "list", "createMultipartUpload"]);
const CLASS_B = new Set(["get", "head"]);

function countedBucket(bucket: R2Bucket): R2Bucket {
	return methods(bucket, (method, call) => (...args) => {
		const meter = account.getStore();
		if (meter !== undefined) {
			if (CLASS_A.has(method)) meter.counts.r2ClassA++;
			if (CLASS_B.has(method)) meter.counts.r2ClassB++;
			const body = method === "put" ? args[1] : null;
			if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) meter.counts.r2Bytes += body.byteLength;
		}
		return away(() => call(...args));
	});
}

const counted = new WeakMap<object, object>();

/** @param classes - of each binding of a namespace, the name of its class */
export function countedEnv<Env extends object>(env: Env, classes: Readonly<Record<string, string>>): Env {
	const known = counted.get(env);
	if (known !== undefined) return known as Env;
	const copy = Object.fromEntries(
		Object.entries(env).map(([name, binding]: [string, unknown]) => {
			if (typeof binding !== "object" || binding === null) return [name, binding];
			if (classes[name] !== undefined) return [name, countedNamespace(classes[name], binding as never)];
			if ("prepare" in binding && "batch" in binding) return [name, countedDatabase(binding as D1Database)];
			if ("put" in binding && "head" in binding) return [name, countedBucket(binding as R2Bucket)];
			return [name, binding];
		}),
	);
	counted.set(env, copy);
	return copy as Env;
}
