"""The rules of listings. Pure."""
