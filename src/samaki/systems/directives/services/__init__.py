"""The verbs of the directives, one module a noun."""
