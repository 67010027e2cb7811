"""Words of custody for templates."""
