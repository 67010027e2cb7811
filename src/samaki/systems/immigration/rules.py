"""The rules of immigration. Pure."""
