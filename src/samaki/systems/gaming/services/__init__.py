"""The only writers of gaming, a module a noun."""
