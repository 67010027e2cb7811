"""The national picture: what the claims prove together and where everybody is; reads all."""
