"""What every template has without loading it."""
