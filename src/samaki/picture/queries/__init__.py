"""Reads of the picture: the figures, what needs someone, and the reports that were issued."""
