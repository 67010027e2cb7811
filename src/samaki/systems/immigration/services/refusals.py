"""How immigration refuses: every reason at once, in the reader's language; nothing was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from samaki.ground.heads.words import Said
from samaki.ground.wording import RefusedError
from samaki.systems.immigration import rules
from samaki.systems.immigration.queries import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samaki.kernel.reasons import Reason

# What a reason is about: an argument of the verb that was refused.
_ARGUMENTS = {
    "no_ground": "grounds",
    "unknown_ground": "grounds",
    "ground_unchecked": "ground",
    "no_said_by": "said_by",
    "no_check": "entry",
    **dict.fromkeys(("no_reasons", "long_reasons"), "reasons"),
    "no_language": "language",
    "no_setter": "appeal_set_by",
    "appeal_short": "appeal_until",
    "future": "happened_at",
    **dict.fromkeys(("before_told", "before_boarding"), "happened_at"),
    "no_post": "post",
    "no_number": "number",
    "no_issuer": "issuer",
    "bad_birth": "born",
    "no_body": "body",
    "no_carrier": "carrier",
    "no_checkpoint": "checkpoint",
    "no_state": "destination",
    "leaves_past": "leaves_at",
    "ban_backwards": "valid_to",
    "ban_early": "valid_from",
    "no_ban_ground": "ground",
}


class CaseRefusedError(RefusedError):
    """The case, the law's order of steps or the ledger forbids it. Carries every reason."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(words.sentence(reason) for reason in self.reasons)

    @property
    def said(self) -> tuple[Said, ...]:
        """The reasons in the reader's language, each with what it is about, for a form."""
        return tuple(
            Said(words.sentence(reason), _ARGUMENTS.get(reason.code)) for reason in self.reasons
        )


def refuse_for(reasons: Iterable[Reason]) -> None:
    """Raise CaseRefusedError if there is any reason."""
    if found := tuple(reasons):
        raise CaseRefusedError(found)


def refuse(code: str, **values: object) -> NoReturn:
    """Raise CaseRefusedError for one reason."""
    raise CaseRefusedError([rules.reason(code, **values)])
