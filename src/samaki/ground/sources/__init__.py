"""Sources: the documents whose words the claims point at."""
