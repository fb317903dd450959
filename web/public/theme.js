// Runs before the first paint, as a file of its own because the content security policy refuses inline scripts.
try {
	const theme = localStorage.getItem("biostream.theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
	// Storage is blocked: the system's preference applies.
}
