"""Settings, addresses, base pages, the console, and the demo world."""
