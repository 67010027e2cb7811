"""How custody says things in the reader's language: subjects, moments, reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from samaki.ground import wording
from samaki.ground.heads.words import cell
from samaki.kernel import refs
from samaki.kernel.ledger import Subject
from samaki.systems.custody import rules
from samaki.systems.custody.rules.charges import CRIMES
from samaki.systems.custody.rules.holds import NOT_SCREENED, NOT_SERVED, Screened, forbids

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.kernel.reasons import Reason


def hour(value: datetime) -> str:
    """Say the hour of a moment in local time: 06:00."""
    return wording.localised(formats.date_format(timezone.localtime(value), "H:i"))


def spelled(ref: str) -> str:
    """Say a reference as it is read out over the radio: the same words in every language."""
    return refs.spelled(ref)


def subject(value: Subject) -> str:
    """Say a subject: a person's reference, or the cell of unnamed heads."""
    return value.person or cell(value.cell)


def sentence(reason: Reason) -> str:
    """Say a reason as an officer reads it."""
    said = dict(reason.values)
    if "ground" in said and said["ground"] in rules.GROUND_WORDINGS:
        code, name = str(said["ground"]), str(said.get("owner", ""))
        said |= {"ground": ground(code), "owner": owner(name, code)}
    return wording.sentence(replace(reason, values=said), say=_value)


def account_kind(kind: str) -> str:
    """Say what kind of place an account is."""
    return {
        rules.AccountKind.STATION: _("Station"),
        rules.AccountKind.COURT: _("Court"),
        rules.AccountKind.PRISON: _("Prison"),
        rules.AccountKind.IMMIGRATION_SITE: _("Immigration site"),
        rules.AccountKind.SHELTER: _("Shelter"),
        rules.AccountKind.HOSPITAL: _("Hospital"),
        rules.AccountKind.EMBASSY: _("Embassy"),
        rules.AccountKind.FOUND_ON_SITE: _("Found on site"),
        rules.AccountKind.IN_TRANSIT: _("In transit"),
        rules.AccountKind.UNKNOWN: _("Unknown"),
        rules.AccountKind.RELEASED_ON_SITE: _("Released on site"),
        rules.AccountKind.RELEASED: _("Released by authority"),
        rules.AccountKind.LEFT_VOLUNTARILY: _("Left voluntarily"),
        rules.AccountKind.EXPELLED: _("Expelled"),
        rules.AccountKind.HANDED_OVER_ABROAD: _("Handed over abroad"),
        rules.AccountKind.ESCAPED: _("Escaped"),
        rules.AccountKind.DEAD: _("Dead"),
        rules.AccountKind.AT_LARGE: _("At large"),
        rules.AccountKind.ABROAD: _("Abroad"),
    }[rules.AccountKind(kind)]


def crimes() -> list[tuple[str, str]]:
    """Return (ICCS code, what it is about) of the crimes that are offered for a charge."""
    return [(code, f"{_(rules.CRIME_WORDINGS[key])} ({code})") for code, key in CRIMES.items()]


def crime(code: str) -> str:
    """Say what an ICCS code is about; a code that is not offered is said itself."""
    return dict(crimes()).get(code, code)


def ground(code: str) -> str:
    """Say the ground of a hold."""
    return _(rules.GROUND_WORDINGS[code])


def forbidden(code: str) -> str:
    """Say what the ground of a hold forbids: forbids: expulsion, handing over abroad."""
    said = {
        rules.AccountKind.COURT: _("court"),
        rules.AccountKind.PRISON: _("prison"),
        rules.AccountKind.EXPELLED: _("expulsion"),
        rules.AccountKind.HANDED_OVER_ABROAD: _("handing over abroad"),
        rules.AccountKind.EMBASSY: _("embassy"),
    }
    kinds = forbids(code)
    what = ", ".join(word for kind, word in said.items() if kind in kinds)
    return _("forbids: %(what)s") % {"what": what}


def owner(name: str, code: str = NOT_SCREENED) -> str:
    """Say the office that can lift a hold; without a name, the one that can end that silence."""
    if not name and code == NOT_SERVED:
        return _("The immigration office where they are")
    return name or _("The anti-trafficking committee")


def screened(word: Screened) -> str:
    """Say the one word on a screening; what it found is said to who protects alone."""
    return {
        Screened.NOT_YET: _("Not yet screened"),
        Screened.PENDING: _("Screening pending"),
        Screened.DONE: _("Screened"),
    }[word]


def _value(value: object) -> str | None:
    if isinstance(value, rules.AccountKind):
        return account_kind(value)
    if isinstance(value, rules.MovementKind):
        return movement_kind(value)
    return subject(value) if isinstance(value, Subject) else None


def movement_kind(kind: str) -> str:
    """Say what kind of entry a movement is."""
    return {
        rules.MovementKind.INTAKE: _("taken in"),
        rules.MovementKind.DISPATCH: _("dispatched"),
        rules.MovementKind.RECEIPT: _("received"),
        rules.MovementKind.RETURN: _("taken back"),
        rules.MovementKind.IDENTIFICATION: _("identified from heads"),
        rules.MovementKind.ESTABLISHMENT: _("established otherwise than counted"),
        rules.MovementKind.DISPOSITION: _("custody ended"),
        rules.MovementKind.ENDING: _("custody ended"),
        rules.MovementKind.FINDING: _("found again"),
        rules.MovementKind.CORRECTION: _("reversed by a correction"),
    }[rules.MovementKind(kind)]
