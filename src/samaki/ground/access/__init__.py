"""Accounts, roles and permissions: who may do what, where, and since when."""
