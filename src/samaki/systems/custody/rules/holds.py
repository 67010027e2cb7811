"""Holds: on which ground a person is kept, what each forbids, and what silence protects. Pure.

One table says what a ground forbids. None forbids a hospital, a shelter or a station: a hold keeps
nobody from help, and nobody in custody.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.systems.custody.rules import PUNISHING, AccountKind, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from samaki.kernel.reasons import Reason


class HoldKind(StrEnum):
    """What a hold waits for."""

    SCREENING = "screening"
    MINOR = "minor"
    APPEAL = "appeal"
    ASYLUM = "asylum"
    COURT_ORDER = "court_order"
    CONSULAR_NOTICE = "consular_notice"
    MEDICAL = "medical"


class HoldState(StrEnum):
    """A hold is placed, and stays until somebody with the right to it has it lifted."""

    PLACED = "placed"
    LIFTED = "lifted"


HOLD = Flow(
    start=HoldState.PLACED,
    ends=frozenset({HoldState.LIFTED}),
    steps={(HoldState.PLACED, "lift"): HoldState.LIFTED},
)

# Nobody is cleared of these but by whoever placed it: each body that protects answers for its own.
OF_PROTECTION = frozenset({HoldKind.SCREENING, HoldKind.MINOR})
KIND_OF_GROUND = {
    "screening_pending": HoldKind.SCREENING,
    "protected": HoldKind.SCREENING,
    "minor": HoldKind.MINOR,
    "appeal": HoldKind.APPEAL,
    "asylum": HoldKind.ASYLUM,
    "court_order": HoldKind.COURT_ORDER,
    "consular_notice": HoldKind.CONSULAR_NOTICE,
    "notice_outside_case": HoldKind.CONSULAR_NOTICE,
    "medical": HoldKind.MEDICAL,
}
# Every other hold is placed and lifted by the act it belongs to: a screening, a plea, a notice. A
# notice is served by hand to whoever has no case, such as those whom another state asks for.
OUTSIDE_CASE = "notice_outside_case"
BY_HAND = frozenset({"minor", "court_order", OUTSIDE_CASE, "medical"})
# Silence holds on these without a row: no screening was finished, nobody decided for a minor, no
# consular notice was served.
NOT_SCREENED = "not_screened"
MINOR = "minor"
NOT_SERVED = "consular_notice"
MAX_PAPER = 40  # signs of the reference of a paper

_ABROAD = frozenset({AccountKind.EXPELLED, AccountKind.HANDED_OVER_ABROAD})
# Only what keeps somebody in the country is forbidden by these, for that alone cannot be undone.
FORBIDS = {
    # ASEAN Convention against Trafficking in Persons, art. 14(7), and the Guideline on
    # Non-Punishment of 27 May 2025, which counts expulsion and its ban among the penalties: a court
    # or a prison is a charge, with its article and its crime.
    HoldKind.SCREENING: PUNISHING,
    # Under 18, as the Juvenile Justice Law (NS/RKM/0716/009) counts. Which office decides what is
    # best for a child, and that nobody leaves before, is so by configuration: no article was seen.
    HoldKind.MINOR: _ABROAD,
    # Law on Immigration, NS/94: the article on appeals was not seen. By configuration it suspends.
    HoldKind.APPEAL: _ABROAD,
    # Non-refoulement: nobody is sent away while it is open whether they are in danger there, nor
    # brought to an embassy, which may be that of the state they fear (Convention relating to the
    # Status of Refugees, art. 33; that it reaches to an embassy's door is by configuration).
    HoldKind.ASYLUM: _ABROAD | {AccountKind.EMBASSY},
    # What the order itself says is for the court; that it keeps in the country, by configuration.
    HoldKind.COURT_ORDER: _ABROAD,
    # Vienna Convention on Consular Relations, art. 36(1)(b): told without delay, and the post
    # notified if the person asks. That nobody leaves before it is served is by configuration.
    HoldKind.CONSULAR_NOTICE: _ABROAD,
    # Unfit to travel; by configuration.
    HoldKind.MEDICAL: _ABROAD,
}
# Of these the last answer counts alone: who refused their consulate may ask for it after all.
LAST_COUNTS = frozenset({HoldKind.CONSULAR_NOTICE})
# Every kind of account into which some ground lets nobody go.
FORBIDDEN = frozenset[AccountKind]().union(*FORBIDS.values())
# What whoever does not protect reads instead: nobody learns from a refusal what a screening found.
_OUTWARD = {"protected": "screening_pending"}


class Screened(StrEnum):
    """All that whoever does not protect may know of a person's screening: never what it found."""

    NOT_YET = "not_yet"
    PENDING = "pending"
    DONE = "done"


def forbids(ground: str) -> frozenset[AccountKind]:
    """Return where a person may not go while a ground stands, that of silence among them."""
    kind = HoldKind.SCREENING if ground == NOT_SCREENED else KIND_OF_GROUND[ground]
    return FORBIDS[kind]


def grounds_that_forbid(account: AccountKind) -> frozenset[str]:
    """Return every ground on which nobody is let into an account of that kind."""
    return frozenset(g for g in (NOT_SCREENED, *KIND_OF_GROUND) if account in forbids(g))


def of_kind(kind: HoldKind) -> frozenset[str]:
    """Return the grounds of a kind."""
    return frozenset(ground for ground, known in KIND_OF_GROUND.items() if known is kind)


def silent(
    placed: Collection[str], *, cleared: Collection[HoldKind], is_minor: bool, is_foreign: bool
) -> tuple[str, ...]:
    """Return the grounds on which a person is held though nobody placed a hold.

    `placed` are the grounds of the holds in force, `cleared` the kinds of which one was lifted with
    its question answered. Whoever was never screened is held like one whose screening is pending;
    a minor until whoever protects has answered what is best for them; whoever is or may be of
    another state until they were told that their consulate can be notified, and it was if they
    asked for it (Vienna Convention on Consular Relations, art. 36(1)(b)).
    """
    standing = {KIND_OF_GROUND[ground] for ground in placed}
    answered = standing.union(cleared)
    return (
        *((NOT_SCREENED,) if HoldKind.SCREENING not in answered else ()),
        *((MINOR,) if is_minor and HoldKind.MINOR not in answered else ()),
        *((NOT_SERVED,) if is_foreign and HoldKind.CONSULAR_NOTICE not in answered else ()),
    )


def screened(grounds: Collection[str]) -> Screened:
    """Return the one word on a person's screening that everybody may read beside a reference."""
    if "screening_pending" in grounds:
        return Screened.PENDING
    return Screened.NOT_YET if NOT_SCREENED in grounds else Screened.DONE


def is_of_screening(ground: str) -> bool:
    """Tell whether a ground speaks of a screening for victims, and not of another office's step."""
    return ground == NOT_SCREENED or KIND_OF_GROUND[ground] is HoldKind.SCREENING


def is_by_hand(ground: str) -> bool:
    """Tell whether a hold on that ground is placed and lifted by itself, with no other act."""
    return ground in BY_HAND


def outward(ground: str) -> str:
    """Return the ground as whoever does not protect reads it: held is held, found or not yet."""
    return _OUTWARD.get(ground, ground)


def ground_reason(ground: str, *, person: str, owner: str) -> Reason:
    """Return the reason a ground gives against charging, punishing or sending a person away."""
    return reason("ground", person=person, ground=outward(ground), owner=owner)


def reasons_by_hand(ground: str, *, paper: str) -> Iterator[Reason]:
    """Yield every reason why no hold is placed or lifted by hand: its own act, or no paper."""
    if ground not in KIND_OF_GROUND:
        yield reason("unknown_ground", ground=ground)
    elif not is_by_hand(ground):
        yield reason("own_act", ground=outward(ground))
    if not paper.strip():
        yield reason("no_hold_paper")
    if len(paper.strip()) > MAX_PAPER:
        yield reason("long_hold_paper", count=len(paper.strip()), most=MAX_PAPER)
