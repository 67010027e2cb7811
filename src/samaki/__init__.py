"""Samaki: from a directive to the last person and exhibit accounted for."""
