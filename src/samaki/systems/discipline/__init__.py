"""Discipline: an official who did not act is heard before a finding, and decided by a person."""
