"""The later scenes of the demo world, a module a system, each played by services alone."""
