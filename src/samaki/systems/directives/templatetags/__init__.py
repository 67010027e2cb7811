"""Words of the directives for templates."""
