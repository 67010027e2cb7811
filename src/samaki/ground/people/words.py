"""How the pages that open a person's file are called in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samaki.ground.people.rules import FilePage


def file_page_words(code: str) -> str:
    """Say on which page a file was opened; a code nobody knows is returned as it is."""
    said: dict[str, str] = {
        FilePage.CUSTODY: _("The person's file"),
        FilePage.EXHIBIT: _("An exhibit taken from them"),
        FilePage.PAYMENT: _("A payment of theirs"),
        FilePage.EXTENSION: _("An extension of their custody"),
        FilePage.PROTECTION: _("Protection file"),
        FilePage.INTERVIEW: _("Interview"),
        FilePage.CASE: _("Expulsion case"),
        FilePage.OPEN_CASE: _("Expulsion: opening a case"),
        FilePage.DECIDE: _("Expulsion: the decision"),
        FilePage.WITHDRAW_ORDER: _("Expulsion: withdrawing the order"),
        FilePage.CONSULATE: _("Expulsion: the consulate"),
        FilePage.PAPER: _("Expulsion: the travel document"),
        FilePage.PLEAS: _("Expulsion: appeal and asylum"),
        FilePage.BAN: _("Expulsion: the re-entry ban"),
        FilePage.UNDO: _("Expulsion: a departure undone"),
        FilePage.MANIFEST: _("List of who leaves"),
        FilePage.LISTING: _("Watch-list entry"),
        FilePage.CHECK: _("Border check"),
        FilePage.ALERT: _("Border alert"),
    }
    return said.get(code, code)
