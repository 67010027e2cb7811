"""The verbs of immigration, one module a noun."""
