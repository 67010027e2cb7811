"""Tags of the pages of the border."""
