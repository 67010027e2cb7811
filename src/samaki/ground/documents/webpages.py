"""HTML: the words of the article, without menus and what no reader sees. The door of trafilatura.

Nothing is run, fetched or resolved: no script, no style, no picture, no frame, no entity but those
of HTML itself. What a page hides (an attribute `hidden`, a style that says so) is not its words.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from samaki.ground.documents.encodings import decoded
from samaki.ground.documents.rules import Extract, Taken, fault, storable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_HEAD = 4096  # bytes in which a page states its encoding; browsers look at 1,024
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""")
_UNSEEN = (
    "//script | //style | //noscript | //template | //iframe | //object | //embed | //svg | //math"
    " | //audio | //video | //canvas | //select | //textarea | //input | //*[@hidden]"
    " | //comment() | //processing-instruction()"
)
_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:\D|$)"
    r"|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_TITLES = ('//meta[@property="og:title"]/@content', "//head/title/text()")
_OUTLETS = (
    '//meta[@property="og:site_name"]/@content',
    '//meta[@name="author"]/@content',
    '//meta[@property="article:author"]/@content',
)
_DAY_NAMES = (
    *("date", "pubdate", "publishdate", "publish-date"),
    *("dc.date", "DC.date", "dc.date.issued", "DC.date.issued", "dcterms.issued"),
)
_DAYS = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    f"//meta[{' or '.join(f'@name={name!r}' for name in _DAY_NAMES)}]/@content",
    '//time[@itemprop="datePublished" or @pubdate]/@datetime',
)
_LINKED = '//script[@type="application/ld+json"]/text()'
_LARGEST_LINKED = 200_000  # characters of linked data that are looked at for a day


def read(file: str, content: bytes) -> Taken:
    """Return the article of a page, with its stated title, outlet and day. Raises FileFaultError.

    Where no article stands out, all that a reader sees is taken.
    """
    tree = _tree(file, content, stated_encoding(content))
    title, outlet = _first(tree, _TITLES), _first(tree, _OUTLETS)
    published_on = _published_on(tree)
    _strip(tree)
    seen = _seen(tree)
    found = trafilatura.bare_extraction(
        tree, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
    )
    article = getattr(found, "text", None) or ""
    text = storable(article if article.strip() else seen).strip()
    if not text:
        raise fault(file, "file_wordless")
    return Taken((Extract(text, title=title, outlet=outlet, published_on=published_on),))


def seen(file: str, content: bytes, *, stated: str) -> str:
    """Return all that a reader of a page sees; of a mail, which has no article to look for."""
    tree = _tree(file, content, stated or stated_encoding(content))
    _strip(tree)
    return storable(_seen(tree))


def stated_encoding(content: bytes) -> str:
    """Return the encoding that a page states at its head; empty where it states none."""
    head = content[:_HEAD]
    found = _CHARSET.search(head) or _XML_CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else ""


def _tree(file: str, content: bytes, stated: str) -> HtmlElement:
    text = decoded(file, content, stated=stated)
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise fault(file, "file_wordless") from error


def _strip(tree: HtmlElement) -> None:
    """Take away what no reader sees; the text after it stays."""
    unseen = [*tree.xpath(_UNSEEN)]
    unseen += [each for each in tree.xpath("//*[@style]") if _HIDES.search(each.get("style", ""))]
    for each in unseen:
        if each.getparent() is not None and each.tag != "body":
            each.drop_tree()


def _seen(tree: HtmlElement) -> str:
    (body,) = tree.xpath("//body[1]") or [tree]
    lines = "".join(_pieces(body)).split("\n")
    return re.sub(
        r"\n{3,}", "\n\n", "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in lines)
    )


def _pieces(body: HtmlElement) -> Iterator[str]:
    # By events, for a page may nest deeper than a function can call itself.
    for event, each in etree.iterwalk(body, events=("start", "end")):
        name = each.tag if isinstance(each.tag, str) else ""
        if name in _BLOCKS:
            yield "\n\n"
        elif name in _CELLS and event == "end":
            yield "\t"
        if event == "start" and name:
            yield re.sub(r"\s+", " ", each.text or "")
        elif event == "end" and each is not body:
            yield re.sub(r"\s+", " ", each.tail or "")


def _first(tree: HtmlElement, paths: tuple[str, ...]) -> str:
    said = (str(found).strip() for path in paths for found in tree.xpath(path))
    return storable(" ".join(next(filter(None, said), "").split()))


def _published_on(tree: HtmlElement) -> date | None:
    """Return the day that a page states for its publication; the first of those that are days."""
    stated = [str(found) for path in _DAYS for found in tree.xpath(path)]
    linked = [day for text in tree.xpath(_LINKED) for day in _linked(str(text))]
    return next((day for each in (*stated, *linked) if (day := _day(each))), None)


def _linked(text: str) -> Iterator[str]:
    try:
        said = json.loads(text[:_LARGEST_LINKED])
    except (ValueError, RecursionError):
        return
    things: list[Any] = [said]
    for thing in things:  # grows while it is read: a list of things, or a graph of them
        if isinstance(thing, list):
            things += thing
        elif isinstance(thing, dict):
            things += [thing.get("@graph")]
            if isinstance(day := thing.get("datePublished"), str):
                yield day


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said.strip()[:10])
    except ValueError:
        return None
