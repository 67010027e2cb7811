"""The verbs of custody, one module a noun: accounts, intakes, handovers, persons, corrections."""
