"""The rules of protection. Pure."""
