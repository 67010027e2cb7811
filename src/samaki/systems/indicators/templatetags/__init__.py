"""Words of the indicators for templates."""
