import { availableParallelism, cpus, totalmem } from "node:os";

/** One line that says on what the figures were measured. */
export function machine(): string {
	const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
	return `${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} cores, ${gigabytes} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}
