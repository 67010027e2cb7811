"""The rules of border. Pure."""
