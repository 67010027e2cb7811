"""Indicators: phones, SIMs and accounts of seized exhibits, and the sites they link."""
