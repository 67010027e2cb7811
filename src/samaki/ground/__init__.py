"""The nouns everybody points at: places, agencies, accounts, journal, jobs, sources, sites."""
