"""Files from outside as plain texts: what they say, who states to have said it, and when."""
