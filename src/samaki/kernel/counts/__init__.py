"""What contradictory count claims prove together: bounds with proofs, conflicts, repairs.

`reconcile.reconcile` is the one verb; `contract` reads and writes the JSON of the command line.
Nothing is averaged: where claims cannot all hold, the conflict is shown, the cheapest repair is
shown, and the questions are answered after it.
"""
