"""How our English writes dates and numbers: day before month."""

DATE_FORMAT = "j F Y"
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
