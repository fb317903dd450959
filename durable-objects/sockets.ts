/** Answers a close with its code. 1005 and 1006 say that no code came; they may not be sent. */
export function answerClose(socket: WebSocket, code: number): void {
	socket.close(code === 1005 || code === 1006 ? 1000 : code);
}
