"""Persons who were identified, with the names and papers they gave."""
