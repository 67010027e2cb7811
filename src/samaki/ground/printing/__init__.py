"""Sheets of paper: PDF out of a template and data, every letter covered by a font or refused."""
