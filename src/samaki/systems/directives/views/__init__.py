"""Pages of the directives: they read the clock, make one call, and answer."""
