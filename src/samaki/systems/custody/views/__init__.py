"""Pages of custody: they read the clock, make one call, and answer."""
