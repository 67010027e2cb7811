"""Listings: who stands on which watch-list, on what ground, set by whom, until when."""
