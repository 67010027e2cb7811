"""Words of claims for templates."""
