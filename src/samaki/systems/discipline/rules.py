"""The rules of discipline. Pure."""
