"""Photographs: kept as they came, by digest; hostile files say why; a changed file is found."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils.datastructures import MultiValueDict
from PIL import Image
from tests.systems.custody.case import officer

from samaki.ground.access.actors import PermissionRefusedError
from samaki.ground.pictures import looking, store
from samaki.ground.pictures.looking import MAX_BYTES, PictureRefusedError
from samaki.systems.custody.forms.exhibits import PhotoForm
from samaki.systems.custody.models import Photo
from samaki.systems.custody.queries import photos
from samaki.systems.custody.services.photos import add_photo
from samaki.systems.custody.services.refusals import MovementRefusedError
from samaki.web import verification

if TYPE_CHECKING:
    from pathlib import Path

    from tests.systems.custody.things import Things

_GPS = 0x8825  # the EXIF table of the place


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of each test in a folder of its own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def _picture(
    kind: str = "JPEG", *, place: bool = False, size: tuple[int, int] = (640, 400)
) -> bytes:
    picture, kept = Image.new("RGB", size, (90, 20, 20)), io.BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(_GPS)[1] = "N"
        exif.get_ifd(_GPS)[2] = (13.0, 39.0, 30.0)
    picture.save(kept, kind, exif=exif)
    return kept.getvalue()


def _huge_png() -> bytes:
    """Return a PNG of some hundred bytes that says it is 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_picture"),
        (b"\x00" * (MAX_BYTES + 1), "picture_bytes"),
        (b"GIF89a not one of ours", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_picture"),
        (b"%PDF-1.7", "not_a_picture"),
        (_picture()[:-400], "picture_broken"),
        (_picture("PNG")[:200], "picture_broken"),
        (_huge_png(), "picture_pixels"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_why(content: bytes, code: str) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        looking.look(content)

    assert [reason.code for reason in refused.value.reasons] == [code]
    assert "%(" not in str(refused.value)


def test_the_small_copy_says_no_place_and_the_original_is_kept_as_it_came() -> None:
    content = _picture(place=True)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(_GPS)

    looked = looking.look(content)

    small = Image.open(io.BytesIO(looked.small))
    assert not dict(small.getexif())
    assert max(small.size) <= 480
    assert (looked.media_type, looked.width, looked.height) == ("image/jpeg", 640, 400)


def test_a_file_is_kept_under_its_digest_once(data: Path) -> None:
    digest = store.keep(b"abc")
    assert digest == hashlib.sha256(b"abc").hexdigest() == store.keep(b"abc")

    assert [path.name for path in data.rglob("*") if path.is_file()] == [digest]
    assert store.is_whole(digest)
    store.path_of(digest).write_bytes(b"abd")
    assert not store.is_whole(digest)
    assert store.keep(b"abc") == digest, "a damaged file is mended by the true one"
    assert store.is_whole(digest)


def test_the_form_reads_no_more_than_shows_that_it_is_too_much() -> None:
    sent = SimpleUploadedFile("x.jpg", b"\x00" * (MAX_BYTES + 500))
    form = PhotoForm({}, MultiValueDict({"photograph": [sent]}))

    assert form.is_valid()
    assert len(form.content()) == MAX_BYTES + 1
    assert not PhotoForm({}, MultiValueDict()).is_valid()


@pytest.mark.django_db
def test_a_photograph_is_entered_once_and_seen_by_who_may_see_the_exhibit(things: Things) -> None:
    phone, content = things.seize(), _picture()
    made = add_photo(actor=things.seizer, exhibit=phone.ref, content=content, at=things.at)

    assert made.digest == hashlib.sha256(content).hexdigest()
    assert store.path_of(made.digest).read_bytes() == content
    assert photos.photo(things.seizer, phone.ref, made.digest) == made
    assert photos.photos(officer("KH-18"), phone.ref) == []
    with pytest.raises(MovementRefusedError) as refused:
        add_photo(actor=things.seizer, exhibit=phone.ref, content=content, at=things.at)
    assert [reason.code for reason in refused.value.reasons] == ["photo_before"]
    with pytest.raises(PermissionRefusedError):
        add_photo(actor=officer("KH-18"), exhibit=phone.ref, content=_picture("PNG"), at=things.at)


@pytest.mark.django_db
def test_the_row_is_never_changed_and_a_changed_file_is_named_by_the_proof(things: Things) -> None:
    made = add_photo(
        actor=things.seizer, exhibit=things.seize().ref, content=_picture(), at=things.at
    )
    assert [fault for piece in verification.pieces() for fault in piece.faults] == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Photo.objects.update(digest="0" * 64)

    with store.path_of(made.digest).open("r+b") as file:
        file.write(b"\x00")

    (fault,) = [fault for piece in verification.pieces() for fault in piece.faults]
    assert fault.startswith(f"custody_photo row {made.pk}:")
    store.path_of(made.small).unlink()
    assert len(list(photos.faults())) == 2
