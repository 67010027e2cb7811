"""Heads by nationality, sex and age: how they are said, and how a page asks for them."""
