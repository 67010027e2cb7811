"""The reads of the directives."""
