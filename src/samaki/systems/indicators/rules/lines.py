"""Lines as an analyst writes them: a kind, then a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.kernel.reasons import Reason
from samaki.systems.indicators.rules import names, numbers, wallets
from samaki.systems.indicators.rules.kinds import LONGEST, Kind, Reading, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_READERS: Mapping[Kind, Callable[[str], Reading | Reason]] = {
    Kind.PHONE: numbers.phone,
    Kind.IMEI: numbers.imei,
    Kind.ICCID: numbers.iccid,
    Kind.DOMAIN: names.domain,
    Kind.BTC: wallets.btc,
    Kind.ETH: wallets.eth,
    Kind.TRON: wallets.tron,
    Kind.ACCOUNT: names.account,
    Kind.HANDLE: names.handle,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its number, kind, and value, with the words it was written in."""

    number: int
    kind: Kind
    value: str
    as_written: str
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes an indicator one and the same."""
        return (self.kind.value, self.value)


def read(kind: Kind, text: str) -> Reading | Reason:
    """Read a value of a kind, or return why it cannot be one."""
    value = " ".join(text.split())
    if len(value) > LONGEST:
        return reason("too_long", most=LONGEST)
    return _READERS[kind](value) if value else reason("no_value", kind=kind.value)


def read_lines(text: str) -> tuple[list[Line], list[Reason]]:
    """Return the lines that can be read, and every reason against the others, with its line.

    A line that says the same as an earlier one is refused too: it is a slip, or a miscount.
    """
    lines: list[Line] = []
    refused: list[Reason] = []
    first: dict[tuple[str, str], int] = {}
    for number, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        found = _read_line(number, written)
        if isinstance(found, Line) and found.key in first:
            found = reason("twice", first=first[found.key])
        if isinstance(found, Reason):
            refused.append(at_line(found, number))
        else:
            first[found.key] = number
            lines.append(found)
    return lines, refused if lines or refused else [reason("nothing")]


def at_line(found: Reason, number: int) -> Reason:
    """Return a reason that says which line it is about."""
    return replace(found, values={**found.values, "line": number})


def shown(kind: str, value: str) -> str:
    """Return a kept value as a page shows it: a phone in groups, a domain harmless."""
    if kind == Kind.PHONE:
        return numbers.spaced(value)
    if kind == Kind.DOMAIN:
        own = names.unicode_of(value)
        harmless = names.defanged(value)
        return harmless if own == value else f"{names.defanged(own)} ({harmless})"
    if kind in {Kind.ACCOUNT, Kind.HANDLE}:
        first, _, second = value.partition(":")
        return f"{first} {'@' if kind == Kind.HANDLE else ''}{second}"
    return value


def written(kind: str, as_written: str) -> str:
    """Return the words of an exhibit as a page shows them: a domain's harmless."""
    return names.harmless(as_written) if kind == Kind.DOMAIN else as_written


def remarks_on(kind: str, as_written: str) -> tuple[str, ...]:
    """Return what is to be said of how a value was written; empty if nothing."""
    found = read(Kind(kind), as_written)
    return found.remarks if isinstance(found, Reading) else ()


def kinds() -> Iterable[str]:
    """Return the words a line may begin with."""
    return [kind.value for kind in Kind]


def _read_line(number: int, written: str) -> Line | Reason:
    word, _, rest = written.strip().partition(" ")
    word = word.rstrip(":").lower()
    if word not in kinds():
        return reason("no_kind", kinds=", ".join(kinds()))
    found = read(Kind(word), rest)
    if isinstance(found, Reason):
        return found
    return Line(number, Kind(word), found.value, " ".join(rest.split()), found.remarks)
