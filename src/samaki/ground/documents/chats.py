"""An export of Telegram Desktop (`result.json`): each message that says something is a text."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from samaki.ground.documents import rules
from samaki.ground.documents.encodings import decoded
from samaki.ground.documents.rules import Extract, Taken, fault, storable

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(file: str, content: bytes) -> Taken:
    """Return the messages of an export in order, one chat or all of them. Raises FileFaultError."""
    try:
        said = json.loads(decoded(file, content))
    except (ValueError, RecursionError) as error:
        raise fault(file, "file_damaged") from error
    chats = list(_chats(said))
    if not chats:
        raise fault(file, "file_json")
    if sum(len(chat["messages"]) for chat in chats) > rules.MOST_TEXTS:
        raise fault(file, "file_texts", most=rules.MOST_TEXTS)
    texts = tuple(
        found
        for chat in chats
        for number, message in enumerate(chat["messages"], start=1)
        if (found := _message(chat, message, number)) is not None
    )
    if not texts:
        raise fault(file, "file_wordless")
    return Taken(texts)


def _chats(said: object) -> Iterator[dict[str, Any]]:
    """Yield the chats that have a list of messages."""
    if not isinstance(said, dict):
        return
    listed = said.get("chats")
    within = listed.get("list") if isinstance(listed, dict) else None
    for chat in (said, *(within if isinstance(within, list) else ())):
        if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
            yield chat


def _message(chat: dict[str, Any], message: object, number: int) -> Extract | None:
    if not isinstance(message, dict) or message.get("type") != "message":
        return None  # that somebody joined, that something was pinned
    text = storable(_words(message.get("text"))).strip()
    if not text:
        return None
    name, sender = _text(chat.get("name")), _text(message.get("from"))
    own = message.get("id")
    own = own if isinstance(own, int) else f"without number, {number}"
    return Extract(
        text,
        title=" ".join(filter(None, (name, str(own), f"({sender})" if sender else ""))),
        outlet=_text(message.get("forwarded_from")) or sender or name,
        published_on=_day(message.get("date")),
        place=f"chat {_number(chat.get('id'))} message {own}",
    )


def _words(said: object) -> str:
    """Return the words of a message: text, or pieces of it, some of them with a form."""
    if isinstance(said, str):
        return said
    if not isinstance(said, list):
        return ""
    pieces = (piece.get("text") if isinstance(piece, dict) else piece for piece in said)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _text(said: object) -> str:
    return storable(said).strip() if isinstance(said, str) else ""


def _number(said: object) -> str:
    return str(said) if isinstance(said, int) else ""


def _day(said: object) -> date | None:
    """Return the day of “2025-11-17T08:00:00”, as the export states it."""
    try:
        return date.fromisoformat(said[:10]) if isinstance(said, str) else None
    except ValueError:
        return None
