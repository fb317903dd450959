/** In every shell: the service worker, and the clicks on its notifications. */
import { useNavigate } from "@solidjs/router";
import { onCleanup } from "solid-js";
import { followBackground } from "./register.ts";

export function Background(props: { chooseWard: (id: string) => void }) {
	const navigate = useNavigate();
	const stop = followBackground((path) => {
		const ward = new URL(path, location.href).searchParams.get("ward");
		if (ward !== null) props.chooseWard(ward);
		navigate(path);
	});
	onCleanup(stop);
	return null;
}
