"""What a proof of custody's books found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row of the books that breaks their law."""

    table: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} row {self.key}: {self.what}"
