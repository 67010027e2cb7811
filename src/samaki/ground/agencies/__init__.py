"""Agencies, their units and posts, and the chain of command."""
