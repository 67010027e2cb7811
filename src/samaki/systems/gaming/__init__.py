"""Gaming: licensed venues are inspected over six crimes, and a penalty has a finding under it."""
