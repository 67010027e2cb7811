"""Protection: whoever may be a victim is heard before anybody charges, punishes or expels."""
