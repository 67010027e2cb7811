"""Files made for the tests: an honest one of each form, and what hostile ones are made of."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from email.message import EmailMessage
from email.policy import SMTP

import openpyxl

RAID = "On 17 November police in Poipet arrested 271 Indonesians."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-prope'
    'rties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Order 12</dc:title>'
    "<dc:creator>Cabinet</dc:creator></cp:coreProperties>"
)
HTML = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A raid</title>
<meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2025-11-18T07:00:00+07:00"></head><body>
<nav><a href="/">Front page</a> <a href="/sport">Sport</a></nav><article><h1>A raid</h1>
<p>{RAID} The building had been watched for some weeks, said the provincial command.</p>
<p>A second house was searched on the same day, and 63 Vietnamese were found in it.</p></article>
</body></html>""".encode()
TELEGRAM = {
    "name": "Command channel",
    "type": "public_channel",
    "id": 1700,
    "messages": [
        {"id": 1, "type": "service", "date": "2025-11-01T08:00:00", "action": "create", "text": ""},
        {"id": 2, "type": "message", "date": "2025-11-17T21:15:00", "from": "Duty", "text": RAID},
        {
            "id": 3,
            "type": "message",
            "date": "2025-11-18T06:00:00",
            "from": "Duty",
            "forwarded_from": "Province",
            "photo": "photos/1.jpg",
            "text": ["Found: ", {"type": "bold", "text": "63 Vietnamese"}, " in Kampot."],
        },
        {"id": 4, "type": "message", "date": "2025-11-18T06:01:00", "photo": "2.jpg", "text": ""},
    ],
}


def packed_of(parts: dict[str, str | bytes]) -> bytes:
    """Return a packed file of parts by their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, said in parts.items():
            file.writestr(name, said)
    return made.getvalue()


def docx(body: str = "", *, head: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """Return a DOCX with that XML within its body, and that before its root."""
    body = body or f"<w:p><w:r><w:t>{RAID}</w:t></w:r></w:p>"
    return packed_of(
        {
            "[Content_Types].xml": _TYPES,
            "docProps/core.xml": _CORE,
            "word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )


def pdf(
    *lines: str,
    catalog: str = "",
    kids: str = "3 0 R",
    stream: bytes | None = None,
    info: str = "/Title (Order 12) /Author (Cabinet)",
) -> bytes:
    """Return a PDF of one page with those lines; the rest is for what is odd about it."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines or (RAID,))
    raw = f"BT /F1 12 Tf 50 700 Td {shown}ET".encode("latin-1")
    fonts = b"/Resources << /Font << /F1 5 0 R >> >>"
    content = zlib.compress(raw) if stream is None else stream
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count 1 >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>" % fonts,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>".encode(),
    ]
    return _numbered(objects)


def _numbered(objects: list[bytes]) -> bytes:
    made = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return made + head + table + end % (len(objects) + 1, len(objects), len(made))


def xlsx(*rows: tuple[object, ...]) -> bytes:
    """Return a workbook of one sheet with those rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows or (("Nationality", "Count"), ("Indonesia", 271)):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def mail(text: str = RAID, *attached: tuple[str, bytes]) -> bytes:
    """Return a mail of that text with those files."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Duty Desk <duty@command.example>"
    message["To"] = "cabinet@ministry.example"
    message["Subject"] = "Raid at the border"
    message["Date"] = "Mon, 17 Nov 2025 21:30:00 +0700"
    message["Message-ID"] = "<1@command.example>"
    message.set_content(text)
    for name, content in attached:
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    return message.as_bytes()


def nested_mail(deep: int) -> bytes:
    """Return a mail of so many multiparts, each in the one before."""
    head = "Subject: x\r\nMIME-Version: 1.0\r\nFrom: a@b.example\r\n"
    inner = "Content-Type: text/plain\r\n\r\nwords\r\n"
    opening = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(deep)
    )
    closing = "".join(f"\r\n--b{n}--\r\n" for n in reversed(range(deep)))
    return (head + opening + inner + closing).encode()


def telegram(said: object = TELEGRAM) -> bytes:
    """Return an export of Telegram Desktop."""
    return json.dumps(said, ensure_ascii=False).encode()


HONEST = {
    "a.txt": RAID.encode(),
    "a.html": HTML,
    "a.pdf": pdf(),
    "a.docx": docx(),
    "a.xlsx": xlsx(),
    "a.csv": b"Nationality,Count\nIndonesia,271\n",
    "a.eml": mail(),
    "result.json": telegram(),
    "a.jsonl": json.dumps({"text": RAID, "published": "2025-11-18"}).encode(),
}
