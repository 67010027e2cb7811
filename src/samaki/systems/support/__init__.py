"""Support: stand-by forces are asked for, approved, tasked and stood down, each step timed."""
