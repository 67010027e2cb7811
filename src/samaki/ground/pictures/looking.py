"""The one door of Pillow: what a picture is, or why it is none; and a small copy without a place.

A file comes from anybody's telephone, so nothing is believed: not its name, not its type, and of
its header only so much as lets us refuse it before it fills the memory.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from samaki.ground.wording import RefusedError
from samaki.kernel.reasons import Reason

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png"}
Image.MAX_IMAGE_PIXELS = None  # our own limit is asked of the header, before anything is read
_SIDE = 480  # of the small copy, in pixels
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError)

WORDINGS = {
    "no_picture": "Choose a photograph.",
    "picture_bytes": "The photograph has %(size)s bytes, more than %(limit)s. Send a smaller.",
    "picture_pixels": "The photograph has %(size)s pixels, more than %(limit)s. Send a smaller.",
    "not_a_picture": "The file is no photograph in JPEG or PNG. Take it in one of these two forms.",
    "picture_broken": "The photograph is broken: it cannot be read to its end. Send it once more.",
}


class PictureRefusedError(RefusedError):
    """The file is not kept. Carries every reason."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture is: its media type, its sides in pixels, and a small JPEG of it."""

    media_type: str
    width: int
    height: int
    small: bytes


def look(content: bytes) -> Look:
    """Return what a picture is, read to its end; the small copy carries no EXIF and no place.

    Raises PictureRefusedError for what is none, is too large, or is broken.
    """
    if not content:
        raise PictureRefusedError(_reason("no_picture"))
    if len(content) > MAX_BYTES:
        raise PictureRefusedError(_reason("picture_bytes", size=len(content), limit=MAX_BYTES))
    try:
        opened = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise PictureRefusedError(_reason("not_a_picture")) from error
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise PictureRefusedError(_reason("picture_pixels", size=width * height, limit=MAX_PIXELS))
    media_type = _FORMATS[str(opened.format)]
    try:
        return Look(media_type, width, height, _small(opened))
    except _BROKEN as error:
        raise PictureRefusedError(_reason("picture_broken")) from error


def _small(opened: Image.Image) -> bytes:
    opened.load()
    turned = ImageOps.exif_transpose(opened).convert("RGB")
    turned.thumbnail((_SIDE, _SIDE))
    # A new picture of the pixels alone: nothing that stood beside them comes along.
    bare = Image.new("RGB", turned.size)
    bare.paste(turned)
    kept = io.BytesIO()
    bare.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def _reason(code: str, **values: object) -> tuple[Reason]:
    return (Reason(code, WORDINGS[code], values),)
