"""The verbs of protection: screenings, interviews, determinations, referrals."""
