"""The reads of custody: the books, accounts, hand-overs, and how they are said."""
