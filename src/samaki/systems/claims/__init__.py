"""Claims: who said how many, where, when, in which words."""
