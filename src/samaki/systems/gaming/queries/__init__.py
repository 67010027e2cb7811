"""Reads of gaming."""
