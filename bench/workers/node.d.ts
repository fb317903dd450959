/** What the benchmark's Workers use of Node's modules, which the runtime has. */
declare module "node:async_hooks" {
	export class AsyncLocalStorage<T> {
		run<R>(store: T, work: () => R): R;
		getStore(): T | undefined;
	}
}
