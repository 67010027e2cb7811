"""How a site's state advances, and why a change is refused. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from samaki.kernel.flow import Flow
from samaki.kernel.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

WORDINGS = {
    "no_name": "The site has no name. Say what it is called, in English or in Khmer.",
    "unknown_kind": "%(kind)s is no kind of site. Choose one of the list.",
    "no_ground": "The ground is missing. Say what was seen or ordered, and by whom.",
    "future": "That moment has not come yet. Enter when it happened.",
    "not_open": "The site is %(state)s: that step is not open. Look at its history.",
    "too_early": "The site is %(state)s since %(moment)s. Enter a later moment.",
}
KINDS = ("park", "compound", "casino", "hotel", "office", "house", "other")


class SiteState(StrEnum):
    """What is known of a site; one that runs again after a raid or a seal is reopened."""

    SUSPECTED = "suspected"
    RAIDED = "raided"
    SEALED = "sealed"
    CLEARED = "cleared"
    REOPENED = "reopened"


_S = SiteState
# Silence changes no state: a site that nobody has looked at again stays as it was last seen.
SITE = Flow(
    start=_S.SUSPECTED,
    ends=frozenset({_S.SEALED, _S.CLEARED}),
    steps={
        (_S.SUSPECTED, "raid"): _S.RAIDED,
        (_S.SUSPECTED, "clear"): _S.CLEARED,
        (_S.RAIDED, "seal"): _S.SEALED,
        (_S.RAIDED, "clear"): _S.CLEARED,
        (_S.RAIDED, "reopen"): _S.REOPENED,
        (_S.RAIDED, "raid"): _S.RAIDED,
        (_S.SEALED, "clear"): _S.CLEARED,
        (_S.SEALED, "reopen"): _S.REOPENED,
        (_S.SEALED, "raid"): _S.RAIDED,
        (_S.CLEARED, "reopen"): _S.REOPENED,
        (_S.CLEARED, "raid"): _S.RAIDED,
        (_S.REOPENED, "raid"): _S.RAIDED,
        (_S.REOPENED, "seal"): _S.SEALED,
        (_S.REOPENED, "clear"): _S.CLEARED,
    },
)


def reasons_against_site(kind: str, name: str) -> tuple[Reason, ...]:
    """Return every reason not to register a site of that kind and name."""
    return (
        *([] if name.strip() else [reason("no_name")]),
        *([] if kind in KINDS else [reason("unknown_kind", kind=kind)]),
    )


def reasons_against_change(
    state: SiteState,
    act: str,
    *,
    ground: str,
    happened_at: datetime,
    since: datetime | None,
    at: datetime,
) -> tuple[Reason, ...]:
    """Return every reason not to take a site on by that act; `since` is when it last changed."""
    reasons = []
    if act not in SITE.acts(state):
        reasons.append(reason("not_open", state=state))
    if not ground.strip():
        reasons.append(reason("no_ground"))
    if happened_at > at:
        reasons.append(reason("future"))
    # A form knows minutes alone: what happened in the same minute is not earlier.
    if since is not None and happened_at < since.replace(second=0, microsecond=0):
        reasons.append(reason("too_early", state=state, moment=since))
    return tuple(reasons)


def reason(code: str, **values: object) -> Reason:
    """Return the reason of that code."""
    return Reason(code, WORDINGS[code], values)
