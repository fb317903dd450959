/** Everything that flashes does so in step: each at its own moment would add up to more than three flashes a second. */
export function alignFlashing(event: AnimationEvent): void {
	if (!event.animationName.startsWith("flash-") || !(event.target instanceof Element)) return;
	// With the subtree, because what flashes are pseudo-elements.
	for (const animation of event.target.getAnimations({ subtree: true })) animation.startTime = 0;
}
