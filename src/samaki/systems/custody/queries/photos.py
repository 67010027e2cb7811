"""Photographs of exhibits, for who may see the exhibit; and the proof that no file was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samaki.ground.pictures import store
from samaki.systems.custody.models import Photo
from samaki.systems.custody.queries import exhibits
from samaki.systems.custody.queries.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samaki.ground.access.actors import Actor


def photos(eyes: Actor, ref: str) -> list[Photo]:
    """Return the photographs of an exhibit that the actor may see, the oldest first."""
    if exhibits.exhibit(eyes, ref) is None:
        return []
    return list(Photo.objects.filter(exhibit__ref=ref))


def photo(eyes: Actor, ref: str, digest: str) -> Photo | None:
    """Return one photograph of an exhibit that the actor may see, or None."""
    return next((one for one in photos(eyes, ref) if one.digest == digest), None)


def faults() -> Iterator[Fault]:
    """Yield every photograph whose file or small copy is gone, or is not what was recorded."""
    for row in Photo.objects.order_by("pk").iterator():
        for digest in (row.digest, row.small):
            if not store.is_whole(digest):
                what = f"the file {digest} is gone or is not what was recorded"
                yield Fault("custody_photo", str(row.pk), what)
