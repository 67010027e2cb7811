"""Hand-overs: what each side may say of those on the road, and on which vehicle they are. Pure."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel import refs
from samaki.kernel.flow import Flow
from samaki.systems.custody.rules.wordings import reason

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason


class HandoverState(StrEnum):
    """What the two sides have said of those who left: silence changes no state.

    Declined: the receiver refused those who were still on the way. Returned: whoever was not
    received is back with the sender. Settled: somebody said what became of whoever was on the way
    last, who arrived nowhere.
    """

    DISPATCHED = "dispatched"
    PART_RECEIVED = "part_received"
    RECEIVED = "received"
    DECLINED = "declined"
    RETURNED = "returned"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


_H = HandoverState
# What was sent and not received stays in transit until a person acts, whatever the receiver says:
# a declined hand-over is taken back, sent to somebody else, or received after all.
HANDOVER = Flow(
    start=_H.DISPATCHED,
    ends=frozenset({_H.RECEIVED, _H.RETURNED, _H.SETTLED, _H.WITHDRAWN}),
    steps={
        (_H.DISPATCHED, "receive"): _H.RECEIVED,
        (_H.DISPATCHED, "receive_part"): _H.PART_RECEIVED,
        (_H.DISPATCHED, "decline"): _H.DECLINED,
        (_H.DISPATCHED, "readdress"): _H.DISPATCHED,
        (_H.DISPATCHED, "take_back"): _H.RETURNED,
        (_H.DISPATCHED, "take_back_part"): _H.DISPATCHED,
        (_H.DISPATCHED, "settle"): _H.SETTLED,
        (_H.DISPATCHED, "settle_part"): _H.DISPATCHED,
        (_H.DISPATCHED, "withdraw"): _H.WITHDRAWN,
        (_H.PART_RECEIVED, "receive"): _H.RECEIVED,
        (_H.PART_RECEIVED, "receive_part"): _H.PART_RECEIVED,
        (_H.PART_RECEIVED, "decline"): _H.DECLINED,
        (_H.PART_RECEIVED, "take_back"): _H.RETURNED,
        (_H.PART_RECEIVED, "take_back_part"): _H.PART_RECEIVED,
        (_H.PART_RECEIVED, "settle"): _H.SETTLED,
        (_H.PART_RECEIVED, "settle_part"): _H.PART_RECEIVED,
        (_H.DECLINED, "receive"): _H.RECEIVED,
        (_H.DECLINED, "receive_part"): _H.PART_RECEIVED,
        (_H.DECLINED, "readdress"): _H.DISPATCHED,
        (_H.DECLINED, "take_back"): _H.RETURNED,
        (_H.DECLINED, "take_back_part"): _H.DECLINED,
        (_H.DECLINED, "settle"): _H.SETTLED,
        (_H.DECLINED, "settle_part"): _H.DECLINED,
        (_H.DECLINED, "withdraw"): _H.WITHDRAWN,
        # A receipt, a return or an end that was a slip: who is received still, and was the rest
        # declined?
        **{
            (state, act): after
            for state in _H
            if state is not _H.WITHDRAWN
            for act, after in (
                ("reverse_all", _H.DISPATCHED),
                ("reverse_some", _H.PART_RECEIVED),
                ("reverse_after_decline", _H.DECLINED),
            )
        },
    },
)


# Nobody was received yet: all who left are together still, on one vehicle.
UNANSWERED = frozenset({_H.DISPATCHED, _H.DECLINED})
# The receiver has said that they are not all here; whoever is missing is a variance.
DIFFERS = frozenset({_H.PART_RECEIVED, _H.DECLINED})


def reasons_against_answer(because: str, *, code: str) -> tuple[Reason, ...]:
    """Return the reason of that code if nobody says why a hand-over is declined or readdressed."""
    return () if because.strip() else (reason(code),)


def act_of_reversing(*, is_received: bool, is_declined: bool) -> str:
    """Return what reversing a receipt, return or end does to its hand-over, by what is left of it.

    `is_received` says that another receipt stands, `is_declined` that the receiver's last word that
    stands is a decline: of those who were on the way still when it was said.
    """
    if is_declined:
        return "reverse_after_decline"
    return "reverse_some" if is_received else "reverse_all"


def plate(text: str) -> str:
    """Return a vehicle's number as it is compared: capitals and digits of any script, no signs."""
    plain = unicodedata.normalize("NFKC", refs.digits(text)).upper()
    return "".join(character for character in plain if character.isalnum())
