"""The rules of support. Pure."""
