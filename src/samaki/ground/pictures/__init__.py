"""Photographs: looked at before they are kept, and kept by their SHA-256 under the data folder."""
