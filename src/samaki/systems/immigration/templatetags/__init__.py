"""Tags of immigration's pages."""
