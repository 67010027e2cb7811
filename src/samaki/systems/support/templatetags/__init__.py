"""Words of support for templates."""
