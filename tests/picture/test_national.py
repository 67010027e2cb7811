"""The picture's figures are computed from what stands, and small ones are not published."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from samaki.ground.access.models import Account
from samaki.ground.access.rules import GRANTS, Permission
from samaki.ground.sources.rules import SourceKind
from samaki.ground.sources.services import Document
from samaki.kernel.counts.model import CountClaim
from samaki.kernel.ledger import Cell
from samaki.picture.queries import national as queries
from samaki.picture.rules import figures
from samaki.picture.rules.figures import Period
from samaki.systems.claims import queries as claims
from samaki.systems.claims.models import Claim
from samaki.systems.claims.rules import Scope
from samaki.systems.claims.services import (
    accept_claim,
    choose_scope,
    read_source,
    reject_claim,
)
from samaki.systems.custody.rules import AccountKind
from samaki.systems.custody.services.accounts import open_account
from samaki.systems.custody.services.intakes import take_in
from samaki.web import world
from samaki.web.cast import CAST

if TYPE_CHECKING:
    from datetime import datetime

D14, D16, D17 = (date(2025, 11, day) for day in (14, 16, 17))
WHOLE = Period(D14, D17)


@pytest.fixture
def loaded(world_once: int, db: None, at: datetime) -> datetime:
    """Load the demo world and return the moment it was recorded."""
    return at


def _floors(as_of: datetime) -> list[tuple[Period, int]]:
    picture = queries.national(as_of=as_of)
    assert picture.together is not None
    return [(p.period, p.bounds.low) for p in (*picture.parts, picture.together)]


def test_the_case_s_figures_are_proved(loaded: datetime) -> None:
    assert _floors(loaded) == [
        (Period(D14, D16), 1001),
        (Period(D17, D17), 334),
        (WHOLE, 1335),
    ]


def test_the_other_reading_is_offered_and_a_choice_settles_it(loaded: datetime) -> None:
    together = queries.national(as_of=loaded).together
    assert together is not None
    assert together.is_disputed
    assert together.other is not None
    assert together.other.low == 1001

    choose_scope(
        actor=world.actor("duty", at=loaded),
        claim_ref=Claim.objects.get(low=1001).ref,
        scope=Scope.WIDE,
        reason="The outlet confirms it",
        at=loaded,
    )

    settled = queries.national(as_of=loaded).together
    assert settled is not None
    assert (settled.bounds.low, settled.is_disputed) == (1001, False)


def test_a_rejected_claim_moves_the_figures_back(loaded: datetime) -> None:
    reject_claim(
        actor=world.actor("duty", at=loaded),
        claim_ref=Claim.objects.get(low=1001).ref,
        reason="Hearsay",
        at=loaded,
    )

    # What the register itself counted still stands.
    assert _floors(loaded)[-1][1] == 334


def test_every_floor_names_what_it_rests_on(loaded: datetime) -> None:
    found = queries.proof(WHOLE, None, as_of=loaded)

    words = {r.claim.quote.count for r in found.low_because if r.claim}
    records = {r.record.count for r in found.low_because if r.record}
    assert "over 1,000" in words
    assert {"63", "271"} <= words | {str(count) for count in records}
    assert found.heads == 334


def test_the_picture_of_an_earlier_moment_is_what_was_known_then(loaded: datetime) -> None:
    assert queries.national(as_of=loaded - timedelta(minutes=1)).together is None


def test_the_public_page_shows_the_figures_and_the_contradiction(loaded: datetime) -> None:
    page = Client().get("/").content.decode()

    for words in ("at least 1,335", "1,001", "334", "followed an order that it dates"):
        assert words in page


def test_a_cell_under_eleven_is_not_published_but_is_shown_to_officers(
    loaded: datetime,
) -> None:
    answer = Client().get("/answer/KH-12/2025-11-14..2025-11-17/")
    assert answer.status_code == 404

    officer = Client()
    officer.force_login(Account.objects.get(username="duty"))
    assert officer.get("/answer/KH-12/2025-11-14..2025-11-17/").status_code == 200


@pytest.mark.parametrize("period", ["nonsense", "2025-11-17..2025-11-14", "2025-13-01..2025-13-02"])
def test_an_address_that_names_no_days_is_not_found(loaded: datetime, period: str) -> None:
    assert Client().get(f"/answer/KH/{period}/").status_code == 404
    assert Client().get("/answer/KH-99/2025-11-14..2025-11-17/").status_code == 404


def test_without_outlines_the_map_is_made_of_tiles_and_says_so(
    loaded: datetime, settings: pytest.FixtureRequest, tmp_path: object
) -> None:
    settings.BUILT_ASSETS = tmp_path  # type: ignore[attr-defined]

    page = Client().get("/").content.decode()

    assert page.count('class="tile ') == 25
    assert "could not be fetched" in page


@given(st.lists(st.integers(1, 40), max_size=8))
def test_what_is_left_out_cannot_be_worked_out_by_subtraction(counts: list[int]) -> None:
    class Cell:
        def __init__(self, count: int) -> None:
            self.count = count

    cells = [Cell(count) for count in counts]
    shown = figures.publishable(cells)

    hidden = sum(counts) - sum(cell.count for cell in shown)
    assert all(cell.count >= figures.SMALLEST for cell in shown)
    assert hidden == 0 or hidden >= figures.SMALLEST or shown == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 5)).map(
            lambda pair: (
                date(2025, 11, 1) + timedelta(pair[0]),
                date(2025, 11, 1) + timedelta(pair[0] + pair[1]),
            )
        ),
        max_size=6,
    )
)
def test_stretches_of_days_never_overlap_and_cover_every_claim(
    windows: list[tuple[date, date]],
) -> None:
    rows = [
        CountClaim(id=str(n), low=1, high=None, provinces=None, nationalities=None, first=a, last=b)
        for n, (a, b) in enumerate(windows)
    ]

    found = figures.periods(rows)

    assert all(one.last < other.first for one, other in pairwise(found))
    for first, last in windows:
        assert any(part.first <= first and last <= part.last for part in found)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.none() | st.integers(0, 10**7))
def test_nothing_is_drawn_beside_the_line(placed: int, low: int, other: int | None) -> None:
    drawn = figures.scale(placed=placed, low=low, high=None, other=other)

    for x in (drawn.placed, drawn.low, drawn.other or 0):
        assert 0 <= x <= figures.WIDE


def test_the_contradiction_is_said_once_however_many_claims_share_it(loaded: datetime) -> None:
    assert claims.contradictions().count() > 1
    assert len(claims.objections(claims.contradictions())) == 1


SMALL = """\
On 17 November police in Kep rescued 25 people and arrested eight suspects. On 17 November police \
in Takeo detained 24 people in one raid. On 17 November police in Takeo detained 12 people in \
another raid. On 17 November police in Pailin arrested 41 people, 12 of whom are ringleaders.
"""


def test_a_part_or_another_kind_never_lowers_what_was_found(loaded: datetime) -> None:
    duty = world.actor("duty", at=loaded)
    document = Document(text=SMALL, kind=SourceKind.PRESS, published_on=date(2025, 11, 18))
    source = read_source(actor=duty, document=document, at=loaded)
    for claim in claims.claims_of(source):
        accept_claim(actor=duty, claim_ref=claim.ref, at=loaded)

    picture = queries.national(as_of=loaded)

    assert picture.conflicts == ()
    assert picture.repaired == ()
    found = {code: picture.by_province[code].bounds for code in ("KH-23", "KH-21", "KH-24")}
    assert {code: bounds.low for code, bounds in found.items()} == {
        "KH-23": 25,
        "KH-21": 24,
        "KH-24": 41,
    }
    assert all(bounds.high is None for bounds in found.values())


def test_heads_of_no_established_nationality_are_other_heads_than_the_rest(
    loaded: datetime,
) -> None:
    officer = world.actor("intake", at=loaded)
    for cell, count in ((Cell("PHL", "F", "adult"), 13), (Cell(), 12)):
        take_in(
            actor=officer,
            unit="police-poipet",
            cells={cell: count},
            legal_basis="Found at the site",
            because="",
            happened_at=loaded - timedelta(hours=1),
            at=loaded,
        )

    day = Period(date(2025, 11, 18), date(2025, 11, 18))
    assert queries.proof(day, "KH-1", as_of=loaded).bounds.low == 25


def test_a_small_count_is_given_away_nowhere_on_the_public_pages(loaded: datetime) -> None:
    take_in(
        actor=world.actor("intake", at=loaded),
        unit="police-poipet",
        cells={Cell("PHL", "F", "adult"): 3},
        legal_basis="Found at the site",
        because="",
        happened_at=loaded - timedelta(hours=1),
        at=loaded,
    )

    front = Client().get("/").content.decode()
    assert "18 November 2025</dt>" not in front
    for days in ("2025-11-18..2025-11-18", "2025-11-15..2025-11-18", "2025-11-14..2025-11-17"):
        assert Client().get(f"/answer/KH/{days}/").status_code == 404
        assert Client().get(f"/answer/KH-1/{days}/").status_code == 404
    whole = Client().get("/answer/KH/2025-11-14..2025-11-18/").content.decode()
    assert "Philippines" not in whole
    assert ": 3 taken in" not in whole


def test_what_nobody_accepted_is_not_shown_to_the_public(loaded: datetime) -> None:
    text = SMALL + "Following the order of 20 November, police raided two sites on 16 November."
    command = world.actor("command", at=loaded)
    read_source(
        actor=command,
        document=Document(
            text=text, kind=SourceKind.HEARSAY, title="Not for all", published_on=None
        ),
        at=loaded,
    )

    assert "Not for all" not in Client().get("/").content.decode()


def test_no_shade_of_the_legend_stands_for_numbers_that_are_never_shown() -> None:
    assert figures.buckets(least=1) == (("3", 100, None), ("2", 10, 99), ("1", 1, 9))
    assert figures.buckets(least=11) == (("3", 100, None), ("2", 11, 99))


def test_the_legend_says_that_a_small_number_is_hidden(loaded: datetime) -> None:
    command = world.actor("command12", at=loaded)
    open_account(actor=command, kind=AccountKind.STATION, unit="police-KH-12", at=loaded)
    take_in(
        actor=command,
        unit="police-KH-12",
        cells={Cell("PHL", "F", "adult"): 3},
        legal_basis="Found at the site",
        because="",
        happened_at=loaded - timedelta(hours=1),
        at=loaded,
    )

    page = Client().get("/").content.decode()

    assert "· fewer than 11, or what would tell one; not published</li>" in page
    assert 'class="province province--0"' in page or "tile tile--0" in page


def test_the_legend_names_the_shades_a_reader_can_see(loaded: datetime) -> None:
    officer = Client()
    officer.force_login(Account.objects.get(username="duty"))
    public, house = (client.get("/").content.decode() for client in (Client(), officer))

    assert "11–99" in public
    assert "1–9<" not in public
    assert "not published</li>" not in public, "nothing is hidden of the demo world"
    assert "10–99" in house
    assert "1–9<" in house
    assert "not published</li>" not in house


def test_another_province_s_small_numbers_stay_closed_to_a_command(loaded: datetime) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="command18"))

    assert client.get("/answer/KH-18/2025-11-14..2025-11-17/").status_code == 200
    assert client.get("/answer/KH-12/2025-11-14..2025-11-17/").status_code == 404
    assert client.get("/answer/KH-1-10/2025-11-14..2025-11-17/").status_code == 404


def _figures_of_page(client: Client) -> dict[str, Any]:
    """Return what the page's own context says it shows."""
    shown = client.get("/").context
    together = shown["picture"].together
    return {
        "together": (together.bounds.low, together.bounds.high, shown["placed"]),
        "periods": [(p.period.first.isoformat(), p.bounds.low, p.heads) for p in shown["parts"]],
        "provinces": {
            each["code"]: (each["proof"].bounds.low, each["proof"].bounds.high)
            for each in shown["provinces"]
            if each["url"]
        },
        "withheld": [each["code"] for each in shown["provinces"] if each["is_hidden"]],
        "raided": sorted(shown["picture"].raided),
    }


def _figures_of_api(client: Client) -> dict[str, Any] | None:
    answer = client.get("/api/picture/national")
    if answer.status_code in {401, 403}:
        return None
    said = answer.json()
    together = said["together"]
    return {
        "together": (together["low"], together["high"], together["placed"]),
        "periods": [(p["first"], p["low"], p["placed"]) for p in said["periods"]],
        "provinces": {p["area"]: (p["low"], p["high"]) for p in said["provinces"]},
        "withheld": said["withheld"],
        "raided": said["raided_without_figure"],
    }


def test_page_and_api_tell_each_of_the_cast_the_same_of_the_picture(loaded: datetime) -> None:
    text = "On 17 November police in Kep rescued 3 people. In Preah Sihanouk they rescued 4 people."
    duty = world.actor("duty", at=loaded)
    document = Document(text=text, kind=SourceKind.PRESS, published_on=date(2025, 11, 18))
    for claim in claims.claims_of(read_source(actor=duty, document=document, at=loaded)):
        accept_claim(actor=duty, claim_ref=claim.ref, at=loaded)
    take_in(
        actor=world.actor("intake", at=loaded),
        unit="police-poipet",
        cells={Cell("PHL", "F", "adult"): 3},
        legal_basis="Found at the site",
        because="",
        happened_at=loaded - timedelta(hours=1),
        at=loaded,
    )
    visitor = _figures_of_page(Client())
    told = {}
    for member in CAST:
        client = Client()
        client.force_login(Account.objects.get(username=member.username))
        page, api = _figures_of_page(client), _figures_of_api(client)
        may = Permission.PICTURE_SEE in GRANTS[member.role]

        assert (api is not None) is may, member.username
        # Who is refused by the API is told by the page what everybody is.
        assert page == (api if may else visitor), member.username
        told[member.username] = page

    assert _figures_of_api(Client()) is None
    assert told["duty"]["withheld"] == []
    assert "KH-23" in told["command"]["withheld"]
    assert "KH-23" in visitor["withheld"]
    assert told["duty"]["periods"] != told["command"]["periods"] == visitor["periods"]


def test_a_look_back_at_the_whole_country_is_of_who_sees_all_of_it(loaded: datetime) -> None:
    before = {"as_of": (loaded - timedelta(hours=12)).isoformat()}
    statuses = {}
    for username in ("duty", "oversight", "command", "intake"):
        client = Client()
        client.force_login(Account.objects.get(username=username))
        known = {"known": before["as_of"]}
        statuses[username] = {
            client.get("/api/picture/national", asked).status_code for asked in (before, known)
        }

    assert statuses == {"duty": {200}, "oversight": {200}, "command": {403}, "intake": {403}}


def test_the_api_names_no_record_and_no_small_count_of_another_province(loaded: datetime) -> None:
    client = Client()
    client.force_login(Account.objects.get(username="command"))
    said = client.get("/api/picture/national").json()

    bounds = [said["together"], *said["periods"], *said["provinces"]]
    abroad = [each for each in bounds if each["area"] != "KH-1"]
    assert abroad
    assert all(each["records"] == [] for each in abroad)
    assert all(
        each["placed"] is None or each["placed"] == 0 or each["placed"] >= figures.SMALLEST
        for each in abroad
    )
    assert any(each["records"] for each in bounds if each["area"] == "KH-1")
