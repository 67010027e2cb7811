"""The one way a page shows a person's file: no answer leaves before the opening is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from samaki.ground.access.guard import actor_of
from samaki.ground.people.services import record_readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from samaki.ground.people.rules import FilePage


def file_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    of: Iterable[str],
    page: FilePage,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page that shows these persons' files, and put on record that it was opened.

    A form that is refused shows the file again and is another reading. Whoever is named by
    nothing on the page is not in `of`.
    """
    record_readings(actor=actor_of(request), persons=of, page=page, at=timezone.now())
    return render(request, template, dict(context), status=status)
