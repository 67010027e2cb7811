"""How immigration says its states, steps and reasons in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samaki.systems.custody.queries import words as custody
from samaki.systems.immigration import rules

if TYPE_CHECKING:
    from samaki.kernel.reasons import Reason

# Who can lift what stands in the way, and by what; the ledger's grounds name their own office.
WHO_WORDINGS = {
    "not_told": "The immigration officer, by telling the person and recording it",
    "no_answer": "The immigration officer, by asking and recording the answer",
    "not_notified": "The immigration officer, by notifying the consulate",
    "no_paper": "The state of the person issues it; the immigration officer records it",
    "appeal_runs": "Nobody: the time has to run out, or the appeal is decided",
    "own_case": "Another officer who may decide",
    "state": "Nobody: the step is not open now",
}
GROUND_WHO_WORDINGS = {
    "not_screened": "by screening the person; until then silence protects",
    "screening_pending": "by deciding the screening",
    "protected": "by a new determination",
    "appeal": "by recording how the appeal was decided",
    "asylum": "by recording how the claim was decided",
    "medical": "by recording that a doctor cleared the journey",
    "minor": "by deciding what is best for the child",
    "court_order": "by recording that the court has ended it",
    "consular_notice": "by serving the notice",
    "notice_outside_case": "by serving the notice and recording its paper",
}


def sentence(reason: Reason) -> str:
    """Say a reason as an officer reads it, the ledger's own among them."""
    said = dict(reason.values)
    if isinstance(said.get("state"), rules.ExpulsionState):
        said["state"] = case_state(str(said["state"]))
    return custody.sentence(replace(reason, values=said))


def case_state(state: str) -> str:
    """Say the state of a case."""
    return {
        rules.ExpulsionState.OPENED: _("opened"),
        rules.ExpulsionState.ORDERED: _("order made"),
        rules.ExpulsionState.SUSPENDED: _("suspended by a plea"),
        rules.ExpulsionState.LISTED: _("on a list"),
        rules.ExpulsionState.DEPARTED: _("departed"),
        rules.ExpulsionState.CLOSED: _("closed"),
        rules.ExpulsionState.NOT_EXPELLED: _("not expelled"),
    }[rules.ExpulsionState(state)]


def turn(whose: rules.Turn) -> str:
    """Say whose turn it is."""
    return {
        rules.Turn.OFFICER: _("Immigration officer"),
        rules.Turn.AUTHORITY: _("Deciding authority"),
        rules.Turn.ELSEWHERE: _("Another office"),
        rules.Turn.TIME: _("Nobody: a time runs"),
        rules.Turn.NOBODY: _("Nobody"),
    }[whose]


def step(found: rules.NextStep) -> str:
    """Say the next step."""
    return _(rules.STEP_WORDINGS[found.code])


def ground(code: str) -> str:
    """Say a ground of expulsion."""
    return _(rules.GROUND_WORDINGS[code])


def grounds() -> list[tuple[str, str]]:
    """Return every ground's code and words, in the order of the table."""
    return [(code, capital(ground(code))) for code in rules.GROUNDS]


def answer(value: str) -> str:
    """Say what a person answered about the consulate."""
    return {
        rules.Answer.WANTS: _("wants the consulate notified"),
        rules.Answer.REFUSES: _("does not want the consulate notified"),
        rules.Answer.UNDECIDED: _("has not decided"),
    }[rules.Answer(value)]


def plea_kind(kind: str) -> str:
    """Say what a plea asks."""
    return {
        rules.PleaKind.APPEAL: _("appeal against the order"),
        rules.PleaKind.ASYLUM: _("claim for asylum"),
    }[rules.PleaKind(kind)]


def plea_state(state: str) -> str:
    """Say how a plea stands."""
    return {
        rules.PleaState.OPEN: _("open"),
        rules.PleaState.REFUSED: _("refused"),
        rules.PleaState.GRANTED: _("granted"),
    }[rules.PleaState(state)]


def paper_kind(kind: str) -> str:
    """Say what kind of travel document it is."""
    return {
        rules.PaperKind.PASSPORT: _("passport"),
        rules.PaperKind.EMERGENCY: _("emergency travel document"),
        rules.PaperKind.OTHER: _("another document"),
    }[rules.PaperKind(kind)]


def means(value: str) -> str:
    """Say how a list leaves."""
    return {rules.Means.FLIGHT: _("flight"), rules.Means.LAND_GATE: _("land gate")}[
        rules.Means(value)
    ]


def manifest_state(state: str) -> str:
    """Say the state of a list."""
    return {
        rules.ManifestState.PREPARED: _("prepared"),
        rules.ManifestState.LEFT: _("left"),
        rules.ManifestState.GIVEN_UP: _("given up"),
    }[rules.ManifestState(state)]


def line_state(state: str) -> str:
    """Say how somebody on a list stands."""
    return {
        rules.LineState.ON_LIST: _("on the list"),
        rules.LineState.BOARDED: _("boarded"),
        rules.LineState.LEFT: _("left"),
        rules.LineState.STAYED: _("not boarded, stayed"),
        rules.LineState.TAKEN_OFF: _("taken off the list"),
    }[rules.LineState(state)]


def capital(text: str) -> str:
    """Return a text that begins with a capital, where its script has them."""
    return text[:1].upper() + text[1:]
