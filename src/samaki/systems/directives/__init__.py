"""Directives: an order broken into clauses, so that each duty has an owner."""
