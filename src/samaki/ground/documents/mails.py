"""E-mail (.eml): what was written, and each readable file that hangs on it as a text of its own."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from samaki.ground.documents import rules, webpages
from samaki.ground.documents.encodings import decoded
from samaki.ground.documents.lines import reflowed
from samaki.ground.documents.rules import Extract, FileFaultError, Taken, fault, storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from email.message import MIMEPart

    from samaki.kernel.reasons import Reason

    # Reads a file that hangs on a mail, so many mails deep.
    Attached = Callable[[str, bytes, int], Taken]

_WORDS = ("text/plain", "text/html")
# What hangs on a mail without being meant as a file: pictures of a signature, seals of a sender.
_PASSED = (
    *("image/", "audio/", "video/", "application/pgp", "application/pkcs7", "text/calendar"),
    *("message/delivery-status", "text/rfc822-headers"),
)


def read(file: str, content: bytes, *, attached: Attached, depth: int = 0) -> Taken:
    """Return what a mail says, then what hangs on it. Raises FileFaultError.

    Subject, sender and day are those of its head. A file that hangs on it states its own, or none.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
    except RecursionError as error:
        raise fault(file, "file_nested", most=rules.MOST_NESTED_PARTS) from error
    return _read(file, message, attached=attached, depth=depth)


def _read(file: str, message: MIMEPart, *, attached: Attached, depth: int) -> Taken:
    if depth > rules.MOST_NESTED:
        raise fault(file, "file_nested", most=rules.MOST_NESTED)
    leaves = list(_leaves(file, message))
    bodies = [leaf for leaf in leaves if _is_body(leaf)]
    words = [text for leaf in bodies if (text := _words(file, leaf).strip())]
    texts = [_body(message, "\n\n".join(words))] if words else []
    left_out: list[Reason] = []
    for number, leaf in enumerate((leaf for leaf in leaves if not _is_body(leaf)), start=1):
        name = _name(leaf)
        if not name and leaf.get_content_type().startswith(_PASSED):
            continue
        taken = _attachment(file, leaf, name, attached=attached, depth=depth)
        texts += [_placed(each, f"attachment {number} {name}".strip()) for each in taken.texts]
        left_out += taken.left_out
    if not texts:
        raise fault(file, "file_wordless")
    return Taken(tuple(texts), tuple(left_out))


def _leaves(file: str, message: MIMEPart) -> Iterator[MIMEPart]:
    """Yield the parts that hold something, in order; of ways to say the same, the plainest."""
    waiting = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if depth > rules.MOST_NESTED_PARTS:
            raise fault(file, "file_nested", most=rules.MOST_NESTED_PARTS)
        if seen > rules.MOST_PARTS:
            raise fault(file, "file_parts", most=rules.MOST_PARTS)
        if not part.is_multipart() or part.get_content_maintype() == "message":
            yield part
            continue
        within = [each for each in part.iter_parts() if hasattr(each, "iter_parts")]
        if part.get_content_subtype() == "alternative":
            within = _plainest(within)
        waiting += [(each, depth + 1) for each in reversed(within)]


def _plainest(ways: list[MIMEPart]) -> list[MIMEPart]:
    for kind in _WORDS:
        for way in ways:
            if way.get_content_type() == kind and str(way.get_payload()).strip():
                return [way]
    return ways[-1:]  # several parts: the last way is the fullest


def _is_body(part: MIMEPart) -> bool:
    is_words = not part.is_multipart() and part.get_content_type() in _WORDS
    return is_words and not _name(part) and part.get_content_disposition() != "attachment"


def _words(file: str, part: MIMEPart) -> str:
    content = _payload(part)
    stated = str(part.get_content_charset() or "")
    if part.get_content_type() == "text/html":
        return webpages.seen(file, content, stated=stated) if content.strip() else ""
    return reflowed(storable(decoded(file, content, stated=stated)))


def _payload(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment(file: str, part: MIMEPart, name: str, *, attached: Attached, depth: int) -> Taken:
    called = f"{file} › {name or part.get_content_type()}"
    try:
        if part.get_content_type() == "message/rfc822":
            (inner,) = part.iter_parts()
            return _read(called, inner, attached=attached, depth=depth + 1)
        return attached(called, _payload(part), depth + 1)
    except FileFaultError as wrong:
        return Taken((), wrong.reasons)
    except ValueError:  # a mail in a mail that is none
        return Taken((), (rules.reason(called, "file_damaged"),))


def _placed(found: Extract, place: str) -> Extract:
    return Extract(
        found.text,
        found.title,
        found.outlet,
        found.published_on,
        f"{place} › {found.place}" if found.place else place,
        found.kind,
        found.language,
    )


def _body(message: MIMEPart, words: str) -> Extract:
    return Extract(
        words,
        title=_header(message, "Subject"),
        outlet=_sender(message),
        published_on=_day(message),
    )


def _header(message: MIMEPart, name: str) -> str:
    try:
        return storable(" ".join(str(message.get(name) or "").split()))
    except Exception:  # noqa: BLE001 - the parser of headers breaks in many ways over odd ones
        return ""


def _sender(message: MIMEPart) -> str:
    try:
        (first, *_others) = message["From"].addresses
        said = str(first.display_name or first.addr_spec)
    except Exception:  # noqa: BLE001 - as above
        said = _header(message, "From")
    return storable(" ".join(said.split()))


def _day(message: MIMEPart) -> date | None:
    """Return the day a mail was written, as its head states it."""
    try:
        return message["Date"].datetime.date()  # type: ignore[no-any-return]
    except Exception:  # noqa: BLE001 - as above; a day that cannot be read is not stated
        return None


def _name(part: MIMEPart) -> str:
    try:
        said = part.get_filename() or ""
    except Exception:  # noqa: BLE001 - as above
        said = ""
    return storable(" ".join(str(said).split()))[:120]
