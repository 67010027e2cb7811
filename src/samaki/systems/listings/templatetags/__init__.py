"""Tags of the pages of the watch-lists."""
