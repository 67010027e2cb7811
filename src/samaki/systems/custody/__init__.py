"""Custody: nobody is lost between two hands.

Everyone found is at every moment in exactly one account of the books, named or still only
counted. What one office sent and another did not count stays in transit, with an owner and an age.
"""
