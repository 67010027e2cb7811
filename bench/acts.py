"""The acts that are measured: books with three units, counts taken in, hand-overs sent off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.management import call_command

from samaki.ground.access.actors import Actor, Grant
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.agencies.services import Name, open_agency, open_unit
from samaki.ground.places.services import load_gazetteer
from samaki.kernel.ledger import SEXES, Cell
from samaki.systems.custody import rules
from samaki.systems.custody.models import Movement, Posting
from samaki.systems.custody.queries import books
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.handovers import dispatch_handover
from samaki.systems.custody.services.intakes import take_in

if TYPE_CHECKING:
    from collections.abc import Sequence

START = datetime(2025, 11, 17, 1, 0, tzinfo=UTC)
END = START + timedelta(days=1)
GIVER, TAKER, ESCORT = "NP-POIPET", "NP-SIHANOUK", "RG-ESCORT"
CELLS = tuple(Cell(nation, sex, "adult") for nation in ("IDN", "VNM") for sex in SEXES)

Rows = tuple["Sequence[object]", "list[Sequence[object]]"]


def open_books() -> Actor:
    """Make an empty database with three units; return an officer over them."""
    call_command("migrate", verbosity=0, interactive=False)
    by = "machine:installer"
    load_gazetteer(by=by, at=START)
    open_agency(by=by, code="NP", name=Name("Police", "ប៉ូលិស"), at=START)
    officer = Actor(key="account:1", grants=(Grant("KH", GRANTS[Role.INTAKE_OFFICER]),))
    for code, area in ((GIVER, "KH-1"), (TAKER, "KH-18"), (ESCORT, "KH")):
        name = Name(code, code)
        open_unit(by=by, code=code, agency="NP", area=area, superior=None, name=name, at=START)
    for code in (GIVER, TAKER):
        open_account(actor=officer, kind=rules.AccountKind.STATION, unit=code, at=START)
    return officer


def take_many_in(officer: Actor, acts: int) -> None:
    """Take ten of each cell in, again and again."""
    for number in range(acts):
        take_in(
            actor=officer,
            unit=GIVER,
            cells=dict.fromkeys(CELLS, 10),
            legal_basis="Found at the site",
            because="",
            happened_at=START + timedelta(seconds=number),
            at=END,
        )


def dispatch_many(officer: Actor, acts: int) -> None:
    """Send one of each cell off, again and again."""
    party = rules.Party(dict.fromkeys(CELLS, 1))
    for number in range(acts):
        dispatch_handover(
            actor=officer,
            giver=GIVER,
            receiver=TAKER,
            escort=ESCORT,
            sends=rules.Consignment(party, "bus", ("004417",)),
            happened_at=START + timedelta(hours=2, seconds=number),
            at=END,
        )


def movements() -> int:
    """Return how many movements are on record."""
    return Movement.objects.count()


def rows_after(first: int) -> list[Rows]:
    """Return movements after the first so many, each with its postings, as plain values."""
    postings: dict[object, list[Sequence[object]]] = {}
    for posting in Posting.objects.order_by("pk").values_list():
        postings.setdefault(posting[1], []).append(posting)
    return [
        ([_plain(value) for value in row], postings[row[0]])
        for row in Movement.objects.order_by("pk").values_list()[first:]
    ]


def are_balanced() -> bool:
    """Tell whether the books keep their law."""
    return books.verify().is_balanced


def _plain(value: object) -> object:
    return str(value) if isinstance(value, datetime) else value
