"""QR codes as drawings that a page or a print takes in."""

from __future__ import annotations

import io

import qrcode
import qrcode.image.svg


def svg(text: str) -> str:
    """Return the QR code of a text as an SVG drawing, with its quiet zone (ISO/IEC 18004)."""
    drawn = io.BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathFillImage).save(drawn)
    return drawn.getvalue().decode()
