"""A situation report as its reader reads it: titles, tables, figures in the reader's language.

Page and print say the same, for both are made of this. A door is the address at which a figure
opens, as of the report's own moments.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.heads import words as heads_words
from samaki.ground.places.rules import COUNTRY
from samaki.picture.queries import duties
from samaki.systems.custody.queries import words as custody_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.picture.models import Sitrep

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a place of a table, and where it opens."""

    text: str
    door: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the report: a title, a table, or a sentence that says why there is none."""

    key: str
    title: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    note: str = ""
    foot: tuple[Cell, ...] = ()

    @property
    def labelled(self) -> list[list[tuple[str, Cell]]]:
        """The rows, each cell with the title of its column: a phone shows them so."""
        titles = [cell.text for cell in self.head]
        return [list(zip(titles, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole report."""

    title: str
    figures: tuple[tuple[str, Cell], ...]
    tables: tuple[Table, ...]


def sheet(sitrep: Sitrep) -> Sheet:
    """Return the report in the reader's language."""
    said = _Said(sitrep.content)
    return Sheet(
        title=_("Situation report"),
        figures=said.figures(),
        tables=(
            said.found(),
            said.provinces(),
            said.claims(),
            said.accounts(),
            said.flow(),
            said.variances(),
            said.clocks(),
            said.obligations(),
            said.conflicts(),
        ),
    )


def number(value: int | None, door: str = "") -> Cell:
    """Return a figure; a dash for what nobody said."""
    return Cell(_NONE if value is None else wording.number(value), door, is_number=True)


def _head(*titles: str, numbers: Iterable[int] = ()) -> tuple[Cell, ...]:
    return tuple(Cell(title, is_number=place in set(numbers)) for place, title in enumerate(titles))


@dataclass(slots=True)
class _Said:
    """A content with its names and its moments."""

    content: dict[str, Any]
    kept: str = field(init=False)

    def __post_init__(self) -> None:
        self.kept = urlencode(
            {
                "as_of": _typed(self.content["as_of"]),
                "known": _typed(self.content["known_at"]),
            }
        )

    def name(self, code: str) -> str:
        found = self.content["names"].get(code)
        return str(found["km" if get_language() == "km" else "en"]) if found else code

    def keeper(self, line: dict[str, Any]) -> str:
        """Say who keeps an account, and on which site if it does so there."""
        return " · ".join(self.name(line[key]) for key in ("unit", "site") if line.get(key))

    def door(self, view: str, *values: object, **asked: str) -> str:
        more = f"&{urlencode(asked)}" if asked else ""
        return f"{reverse(view, args=values)}?{self.kept}{more}"

    def overdue(self, province: str = "") -> str:
        return duties.page(province, as_of=_typed(self.content["as_of"]))

    def answer(self, proof: dict[str, Any], area: str = COUNTRY) -> str:
        return self.door("picture:answer", area, f"{proof['first']}..{proof['last']}")

    def figures(self) -> tuple[tuple[str, Cell], ...]:
        custody, whole = self.content["custody"], self.content["found"]["together"]
        missing = sum(line["missing"] for line in self.content["variances"])
        over = sum(c["heads"] for c in self.content["clocks"] if c["reading"] == "over")
        late = sum(office["overdue"] for office in self.content["obligations"])
        least = number(whole["low"], self.answer(whole)) if whole else number(None)
        return (
            (_("found, at least"), least),
            (_("in the books"), number(custody["everyone"], self.door("custody:flow"))),
            (
                _("sent and not received"),
                number(missing, self.door("custody:variances")),
            ),
            (_("over the custody limit"), number(over, self.door("custody:clocks"))),
            (_("obligations overdue"), number(late, self.overdue())),
            (_("conflicts"), number(len(self.content["conflicts"]), "#conflicts")),
        )

    def found(self) -> Table:
        found = self.content["found"]
        whole = [found["together"]] if found["together"] else []
        rows = [self._proof_row(proof, _days(proof)) for proof in found["periods"]]
        rows += [self._proof_row(proof, _("All: %s") % _days(proof)) for proof in whole]
        return Table(
            key="found",
            title=_("People found"),
            head=_head(_("Days"), *_bounds_head(), numbers=(1, 2, 3)),
            rows=tuple(rows),
            empty=_("No accepted claim counts people, and nobody is recorded."),
            note=self._other_reading(),
        )

    def _other_reading(self) -> str:
        whole = self.content["found"]["together"]
        other = whole and whole["other_reading"]
        if not other:
            return ""
        low = wording.number(other["low"])
        return _(
            "If the first total already includes the later raids, it is at least %(low)s in all."
        ) % {"low": low}

    def provinces(self) -> Table:
        found = self.content["found"]["provinces"]
        return Table(
            key="provinces",
            title=_("By province"),
            head=_head(_("Province"), *_bounds_head(), numbers=(1, 2, 3)),
            rows=tuple(
                self._proof_row(proof, self._province(proof), proof["province"]) for proof in found
            ),
            empty=_("No province is named by a claim or by the register."),
        )

    def _province(self, proof: dict[str, Any]) -> str:
        name = self.name(proof["province"])
        if not proof["is_raided_without_figure"]:
            return name
        if proof["low"] or proof["high"] is not None:  # of another raid, or of another day
            return _("%(province)s (beside a raid without a figure)") % {"province": name}
        return _("%(province)s (raided, no figure)") % {"province": name}

    def _proof_row(
        self, proof: dict[str, Any], title: str, area: str = COUNTRY
    ) -> tuple[Cell, ...]:
        door = self.answer(proof, area)
        low = None if proof["low"] == 0 and proof["high"] is None else proof["low"]
        sources = proof["low_because"]
        rests = [*sources["claims"], *(_entry(n) for n in sources["movements"])]
        return (
            Cell(title),
            number(low, door),
            number(proof["high"], door),
            number(proof["placed"], f"{door}#records"),
            Cell(", ".join(rests) or _NONE),
        )

    def claims(self) -> Table:
        return Table(
            key="claims",
            title=_("Claims under these figures"),
            head=_head(
                _("Claim"),
                _("Source"),
                _("Where"),
                _("Day"),
                _("Nationality"),
                _("As stated"),
                numbers=(5,),
            ),
            rows=tuple(self._claim_row(claim) for claim in self.content["claims"]),
            empty=_("No claim is accepted."),
            note=_(
                "The words stand at the claims; they are not printed, for they may name people."
            ),
        )

    def _claim_row(self, claim: dict[str, Any]) -> tuple[Cell, ...]:
        where = ", ".join(self.name(code) for code in claim["provinces"])
        nations = ", ".join(heads_words.nationality(code) for code in claim["nationalities"])
        low, high = claim["low"], claim["high"]
        stated = number(low) if low == high else Cell(_range(low, high), is_number=True)
        return (
            Cell(claim["claim"], reverse("claims:claim", args=[claim["claim"]])),
            Cell(claim["source"], reverse("claims:source", args=[claim["source"]])),
            Cell(where or _("not said")),
            Cell(wording.day(date.fromisoformat(claim["day"])) if claim["day"] else _("not said")),
            Cell(nations or _("not said")),
            stated,
        )

    def accounts(self) -> Table:
        custody = self.content["custody"]
        rows = [
            (
                Cell(self.keeper(line), self.door("custody:account", line["account"])),
                number(line["held"], self.door("custody:rows", line["account"])),
                number(line["named"], self.door("custody:rows", line["account"], named="1")),
            )
            for line in custody["accounts"]
            if line["held"]
        ]
        for title, key in ((_("In transit"), "in_transit"), (_("Custody ended"), "elsewhere")):
            if custody[key]:
                row = (Cell(title), number(custody[key], self.door("custody:flow")))
                rows.append((*row, Cell(_NONE, is_number=True)))
        everyone = number(custody["everyone"], self.door("custody:flow"))
        return Table(
            key="custody",
            title=_("Who answers for whom"),
            head=_head(_("Account"), _("Held"), _("Named"), numbers=(1, 2)),
            rows=tuple(rows),
            foot=(Cell(_("All")), everyone, number(custody["named"])),
            empty=_("Nobody is in the books."),
        )

    def flow(self) -> Table:
        return Table(
            key="flow",
            title=_("Custody flow"),
            head=_head(
                _("Found in"),
                _("First custody"),
                _("Now with"),
                _("Kind"),
                _("Heads"),
                numbers=(4,),
            ),
            rows=tuple(
                (
                    Cell(self.name(line["found"])),
                    Cell(self.name(line["first_unit"])),
                    Cell(self.name(line["unit"])),
                    Cell(custody_words.account_kind(line["kind"])),
                    number(
                        line["heads"],
                        self.door("custody:flow", first=line["first_account"], kind=line["kind"]),
                    ),
                )
                for line in self.content["custody"]["flow"]
            ),
            empty=_("Nobody is in the books."),
        )

    def variances(self) -> Table:
        return Table(
            key="variances",
            title=_("Sent and not received"),
            head=_head(
                _("Hand-over"),
                _("Owner"),
                _("Open for"),
                _("Sent"),
                _("Received"),
                _("Missing"),
                numbers=(3, 4, 5),
            ),
            rows=tuple(
                (
                    Cell(line["handover"], self.door("custody:handover", line["handover"])),
                    Cell(self.name(line["owner"])),
                    Cell(_lasting(line["open_minutes"])),
                    number(line["sent"]),
                    number(line["received"]),
                    number(line["missing"], self.door("custody:handover", line["handover"])),
                )
                for line in self.content["variances"]
            ),
            empty=_("Nothing is missing: every hand-over was received whole, or is on the road."),
        )

    def clocks(self) -> Table:
        return Table(
            key="clocks",
            title=_("Custody clocks"),
            head=_head(
                _("Account"),
                _("Arrived"),
                _("In custody for"),
                _("Time"),
                _("Heads"),
                numbers=(4,),
            ),
            rows=tuple(self._clock_row(line) for line in self.content["clocks"]),
            empty=_("Nobody is in police custody."),
            note=_(
                "From arrival at the police or gendarmerie unit: 48 h by the Code of Criminal "
                "Procedure, art. 96, and what a prosecutor added in writing. Minors stand apart "
                "where a shorter limit is known. The platform shows the time; a prosecutor decides."
            ),
        )

    def _clock_row(self, line: dict[str, Any]) -> tuple[Cell, ...]:
        said = {
            "running": pgettext("clock", "runs"),
            "near": pgettext("clock", "near its end"),
            "over": pgettext("clock", "over"),
        }
        since = datetime.fromisoformat(line["since"])
        who = line.get("who")  # reports that were issued before minors stood apart have none
        group = {} if who is None else {"who": who}
        door = self.door("custody:clock", line["account"], since=line["since"], **group)
        unit = self.name(line["unit"])
        name = _("In transit with %(escort)s") % {"escort": unit} if line["handover"] else unit
        name = _("%(account)s, minors") % {"account": name} if who and "minor" in who else name
        return (
            Cell(name),
            Cell(wording.moment(since)),
            Cell(_lasting(line["minutes"])),
            Cell(said[line["reading"]]),
            number(line["heads"], door),
        )

    def obligations(self) -> Table:
        by_province: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for office in self.content["obligations"]:
            by_province[office["province"]].append(office)
        return Table(
            key="obligations",
            title=_("Overdue obligations, by office"),
            head=_head(
                _("Province"), _("Offices"), _("Longest overdue"), _("Overdue"), numbers=(3,)
            ),
            rows=tuple(
                self._obligation_row(province, offices)
                for province, offices in sorted(
                    by_province.items(), key=lambda pair: -sum(o["overdue"] for o in pair[1])
                )
            ),
            empty=_("No obligation is overdue."),
            note=_(
                "Those that were open when the report was issued. Each due time is set by an "
                "office; the order sets none."
            ),
        )

    def _obligation_row(self, province: str, offices: list[dict[str, Any]]) -> tuple[Cell, ...]:
        longest = max(each["minutes"] for office in offices for each in office["obligations"])
        return (
            Cell(self.name(province)),
            Cell(" · ".join(self.name(office["office"]) for office in offices)),
            Cell(_lasting(longest)),
            number(sum(office["overdue"] for office in offices), self.overdue(province)),
        )

    def conflicts(self) -> Table:
        return Table(
            key="conflicts",
            title=_("What cannot all be true"),
            head=_head(_("Why"), _("Where it stands")),
            rows=tuple(self._conflict_row(each) for each in self.content["conflicts"]),
            empty=_(
                "No two accepted claims contradict each other, and no text contradicts itself."
            ),
        )

    def _conflict_row(self, conflict: dict[str, Any]) -> tuple[Cell, ...]:
        if conflict["source"]:
            ref = conflict["source"]
            return (Cell(_why(conflict["kind"])), Cell(ref, reverse("claims:source", args=[ref])))
        stated = {claim["claim"]: claim for claim in self.content["claims"]}
        told = [
            f"{ref} ({_range(stated[ref]['low'], stated[ref]['high'])})"
            for ref in conflict["claims"]
        ]
        told += [_entry(entry) for entry in conflict["movements"]]
        return (Cell(_why(conflict["kind"])), Cell(", ".join(told)))


def _bounds_head() -> tuple[str, ...]:
    return (_("At least"), _("At most"), _("Placed"), _("Rests on"))


def _why(kind: str) -> str:
    return {
        "cannot_all_hold": _("These figures cannot all hold at once."),
        "counts_otherwise": _("A person chose that this counts otherwise than written."),
        "counter_falls": _("A running count is below an earlier one of the same."),
        "start_moves": _("A running count is said to begin on different days."),
        "event_before_its_cause": _(
            "A text dates an event before the order that it says the event followed. One of the "
            "two dates is wrong; ask the source."
        ),
        "parts_do_not_sum": _(
            "The parts a text lists do not add up to the count they divide. A line is missing, "
            "double or mistyped; ask the source for the full list."
        ),
    }.get(kind, _("A text contradicts itself. Its words stand at the source."))


def _range(low: int | None, high: int | None) -> str:
    if low == high:
        return _NONE if low is None else wording.number(low)
    if high is None:
        return _("at least %(low)s") % {"low": wording.number(low or 0)}
    return f"{wording.number(low or 0)}–{wording.number(high)}"


def _entry(movement: int) -> str:
    return _("entry %(number)s") % {"number": wording.number(movement)}


def _days(proof: dict[str, Any]) -> str:
    return wording.days(date.fromisoformat(proof["first"]), date.fromisoformat(proof["last"]))


def _lasting(minutes: int) -> str:
    return wording.lasting(timedelta(minutes=minutes))


def _typed(moment: str) -> str:
    return timezone.localtime(datetime.fromisoformat(moment)).strftime("%Y-%m-%dT%H:%M:%S.%f")
