/** The document of the API as tests read it. */
export interface Media {
	readonly schema?: Readonly<Record<string, unknown>>;
}
export interface ApiResponse {
	readonly $ref?: string;
	readonly content?: Readonly<Record<string, Media>>;
}
export interface ApiOperation {
	readonly operationId: string;
	readonly "x-roles"?: readonly string[];
	readonly security: readonly Readonly<Record<string, unknown>>[];
	readonly parameters?: readonly {
		readonly name: string;
		readonly in: string;
		readonly schema: Readonly<Record<string, unknown>>;
	}[];
	readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
	readonly responses: Readonly<Record<string, ApiResponse>>;
}
export interface OpenApi {
	readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
	readonly components: {
		readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
		readonly responses: Readonly<Record<string, ApiResponse>>;
	};
}

/** An operation with its name, `METHOD /path/{id}`. */
export interface Documented {
	readonly key: string;
	readonly operation: ApiOperation;
}

export function operationsOf(api: OpenApi): Documented[] {
	return Object.entries(api.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
	);
}

/** Finds the operation of a request. What is written out goes before what is a parameter, as the router has it by the table's order. */
export function matcher(api: OpenApi): (method: string, path: string) => Documented | null {
	const all = operationsOf(api)
		.map((documented) => {
			const [method, path] = documented.key.split(" ") as [string, string];
			const source = path.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+");
			return { documented, method, pattern: new RegExp(`^${source}$`), open: path.split("{").length };
		})
		.toSorted((a, b) => a.open - b.open);
	return (method, path) => all.find((each) => each.method === method && each.pattern.test(path))?.documented ?? null;
}

/** What is documented for a status; `null` where nothing is. A 500 is `default`: no request provokes it. */
export function responseOf(api: OpenApi, operation: ApiOperation, status: number): ApiResponse | null {
	const found = operation.responses[String(status)] ?? (status === 500 ? operation.responses["default"] : undefined);
	if (found?.$ref === undefined) return found ?? null;
	return api.components.responses[found.$ref.replace("#/components/responses/", "")] ?? null;
}

/** Every status of every operation, as tests note them. */
export function documentedStatuses(api: OpenApi): string[] {
	return operationsOf(api).flatMap(({ key, operation }) =>
		Object.keys(operation.responses)
			.filter((status) => status !== "default")
			.map((status) => `${key} ${status}`),
	);
}
