"""Background work, visible with its progress."""
