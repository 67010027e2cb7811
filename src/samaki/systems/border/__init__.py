"""Border: a traveller is checked against the lists, the reason is shown, and a person decides."""
