/** The library is dark under a class of the page: it follows the dashboard's choice, and the system's where there is none. */
export function followTheme(page: HTMLElement, system: MediaQueryList): void {
	const apply = () => {
		const { theme } = page.dataset;
		page.classList.toggle("dark-mode", theme === undefined ? system.matches : theme === "dark");
	};
	system.addEventListener("change", apply);
	apply();
}
