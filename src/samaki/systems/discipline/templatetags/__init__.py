"""Words of discipline for templates."""
