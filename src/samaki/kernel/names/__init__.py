"""Names across scripts: normalised, read aloud, compared part by part, and explained.

Simple and honest for now: parts are compared one with another, whatever their order. How rare a
name is counts for nothing yet.
"""
