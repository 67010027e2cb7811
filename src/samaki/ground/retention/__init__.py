"""How long personal values are kept apart, who decided it, and how they are shredded after it."""
