"""Pages of immigration: they read the clock, make one call, and answer."""
