"""The rules of gaming. Pure."""
