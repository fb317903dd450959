import { createEffect } from "solid-js";
import { texts } from "../texts.ts";

export function HelpDialog(props: {
	open: boolean;
	close: () => void;
	shortcuts: boolean;
	setShortcuts: (wanted: boolean) => void;
}) {
	let dialog: HTMLDialogElement | undefined;
	createEffect(() => {
		if (props.open) dialog?.showModal();
		else dialog?.close();
	});
	return (
		<dialog
			ref={(element) => (dialog = element)}
			class="help"
			aria-labelledby="help-title"
			onClose={() => props.close()}
		>
			<h2 id="help-title">{texts.help.title}</h2>
			<dl class="help-keys">
				<Key keys="/" does={texts.help.search} />
				<Key keys="j" does={texts.help.next} />
				<Key keys="k" does={texts.help.previous} />
				<Key keys="Enter" does={texts.help.enter} />
				<Key keys="a" does={texts.help.acknowledge} />
				<Key keys="o" does={texts.help.open} />
				<Key keys="q" does={texts.help.ask} />
				<Key keys="p" does={texts.help.pause} />
				<Key keys="?" does={texts.help.help} />
				<Key keys="Esc" does={texts.help.escape} />
			</dl>
			<label class="help-switch">
				<input
					type="checkbox"
					checked={props.shortcuts}
					onChange={(event) => props.setShortcuts(event.currentTarget.checked)}
				/>
				{texts.help.shortcuts}
			</label>
			<h3>{texts.help.legend}</h3>
			<ul class="legend">
				<li>
					<span class="alarm-fill" data-priority="high">
						***
					</span>
					{texts.help.legendHigh}
				</li>
				<li>
					<span class="alarm-fill" data-priority="medium">
						**
					</span>
					{texts.help.legendMedium}
				</li>
				<li>
					<span class="alarm-fill" data-priority="technical">
						*
					</span>
					{texts.help.legendTechnical}
				</li>
			</ul>
			<p class="help-note">{texts.help.staleness}</p>
			<button type="button" class="button" onClick={() => props.close()}>
				{texts.help.close}
			</button>
		</dialog>
	);
}

function Key(props: { keys: string; does: string }) {
	return (
		<div>
			<dt>
				<kbd>{props.keys}</kbd>
			</dt>
			<dd>{props.does}</dd>
		</div>
	);
}
