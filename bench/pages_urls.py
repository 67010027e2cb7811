"""The addresses of the site, and one more page: guarded, in the frame of all, empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import path

from samaki.ground.access.guard import guarded
from samaki.ground.access.rules import Permission
from samaki.web.urls import urlpatterns as site

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@guarded(Permission.PICTURE_SEE)
def empty(request: HttpRequest) -> HttpResponse:
    """Show the frame alone."""
    return render(request, "base.html")


urlpatterns = [*site, path("bench/empty/", empty, name="bench_empty")]
