/** Whether the assistant is open, and with which question begun. Small: it is in the first load, the assistant is not. */
import { type Accessor, createSignal } from "solid-js";

export interface AssistantDoor {
	readonly open: Accessor<boolean>;
	/** What the field is to hold; a new object each time somebody begins a question. */
	readonly begun: Accessor<{ readonly text: string } | null>;
	/** Opens it; the focus returns to where it was when it is closed. */
	show(question?: string): void;
	close(): void;
}

export function createAssistantDoor(): AssistantDoor {
	const [open, setOpen] = createSignal(false);
	const [begun, setBegun] = createSignal<{ text: string } | null>(null);
	let opener: Element | null = null;
	return {
		open,
		begun,
		show(question = "") {
			if (!open()) opener = document.activeElement;
			setBegun({ text: question });
			setOpen(true);
		},
		close() {
			setOpen(false);
			if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
		},
	};
}
