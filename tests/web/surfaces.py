"""The surfaces on which a name could show, beside plain pages: what the redaction walk also reads.

Whoever adds an export, an interface or a document adds it here; the walk fails for an address that
answers something other than a page and is not named. What officers type as free text is out of
scope: no rule can know that a sentence holds a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.systems.custody.models import Account

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def _as_text(answer: bytes) -> str:
    return answer.decode("utf-8")


def _refused_dispatch(client: Client, typed: str) -> str:
    """Send nobody off from each station: the form comes back with a box for each named person."""
    stations = Account.objects.filter(kind="station").values_list("ref", flat=True)
    answers = [client.post(f"/custody/accounts/{ref}/dispatch/", {"to": typed}) for ref in stations]
    return " ".join(answer.content.decode() for answer in answers)


# By the name of its address: how the words of an answer that is no page are read (CSV, JSON, PDF).
READERS: dict[str, Callable[[bytes], str]] = {
    "access:picture": _as_text,
}

# What is asked otherwise than by looking at an address: a search that is posted, a command. Each
# takes a logged-in browser and what was typed, and returns all words of the answer.
SURFACES: dict[str, Callable[[Client, str], str]] = {
    "a dispatch that is refused": _refused_dispatch
}
