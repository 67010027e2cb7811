"""How Khmer writes dates and numbers."""

DATE_FORMAT = "j F Y"
THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
