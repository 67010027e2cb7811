"""A browser without script: it reads a page's forms, types into one and presses a button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


_TICKED = {"radio", "checkbox"}


class Page(HTMLParser):
    """A page's links and ids, and its forms that post, with the values a browser would send."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.links: list[str] = []
        self.figures: list[str] = []
        self.ids: list[str] = []
        self.filled_buttons = 0
        self._form: dict[str, list[str]] = {}
        self._options: list[tuple[str, bool]] = []
        self._select = ""
        self.feed(answer.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.figures += [found["href"]] if "data-figure" in found else []
        self.filled_buttons += "btn--go" in found.get("class", "")
        if tag == "form":
            self._form = {}
            self.forms += [self._form] if found.get("method") == "post" else []
        if tag == "input" and (found.get("type") not in _TICKED or "checked" in found):
            self._say(found.get("name", ""), found.get("value", ""))
        if tag == "textarea":
            self._say(found["name"], "")
        if tag == "select":
            self._select, self._options = found["name"], []
        if tag == "option":
            self._options.append((found["value"], "selected" in found))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, is_chosen in self._options if is_chosen]
            self._say(self._select, (chosen or [self._options[0][0]])[-1])

    def fill(
        self, typed: Mapping[str, str] | None = None, *, button: str = "", of: str = ""
    ) -> dict[str, list[str]]:
        """Return what the last form (the one with the field `of`) sends once `typed` is typed.

        A select is the last field of its name.
        """
        form = [form for form in self.forms if not of or of in form][-1]
        sent = {name: list(values) for name, values in form.items()}
        for name, value in (typed or {}).items():
            sent[name] = [*sent.get(name, [])[:-1], value]
        return sent | ({button: ["1"]} if button else {})

    def _say(self, name: str, value: str) -> None:
        if name:
            self._form.setdefault(name, []).append(value)
