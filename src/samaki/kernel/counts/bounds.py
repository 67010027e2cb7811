"""At least this many, at most that many: the only form in which a count is stated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least `low`, at most `high` people; `high` of None means nobody has set a ceiling."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        """Refuse impossible bounds: they would be our own mistake, never a source's."""
        assert self.low >= 0, f"nobody counts {self.low} people"
        assert self.high is None or self.low <= self.high, f"{self.low} is above {self.high}"

    @property
    def is_exact(self) -> bool:
        """Return whether only one number is left."""
        return self.low == self.high

    @property
    def is_open(self) -> bool:
        """Return whether nobody has set a ceiling."""
        return self.high is None

    def contains(self, count: int) -> bool:
        """Return whether the count may be the true one."""
        return self.low <= count and (self.high is None or count <= self.high)
