"""The journal: who did what, when, on which rows; append-only and hash-chained."""
