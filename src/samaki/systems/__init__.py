"""The mission, one folder each. Systems meet in the custody ledger and in each other's verbs."""
