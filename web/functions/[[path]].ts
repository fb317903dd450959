/**
 * Hands what belongs to the Worker over to it, WebSockets included; `_routes.json` says what that is. The request keeps its
 * address, so the Worker's checks of origin and its cookies mean this site.
 */
interface Context {
	readonly request: Request;
	readonly env: { readonly API: { fetch(request: Request): Promise<Response> } };
}

export const onRequest = ({ request, env }: Context): Promise<Response> => env.API.fetch(request);
