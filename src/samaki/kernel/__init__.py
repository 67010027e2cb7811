"""The pure kernel: ledger, counts, reading, references. No Django, no clock, no network.

What is promised here can be proved without a database: books balance, bounds contain the truth,
and every claim is tied to the characters that say it.
"""
