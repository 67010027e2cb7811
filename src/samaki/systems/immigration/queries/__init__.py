"""Reads of immigration: cases and whose turn they are, lists, words."""
