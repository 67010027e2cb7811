"""The rules of indicators. Pure."""
