/** How long others are waited for. */

/** What was asked of somebody else did not come in time. It may still happen there: ask only for what may be done twice. */
class NoAnswerError extends Error {
	override name = "NoAnswerError";
	constructor(ms: number) {
		super(`no answer within ${ms / 1000} s`);
	}
}

/**
 * The answer, or a failure when it takes longer than `ms` milliseconds: an object that hangs must not hold up whoever
 * has others to see to as well.
 *
 * @throws NoAnswerError; whatever `work` throws in time
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new NoAnswerError(ms)), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
