"""The table of contents of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("directives/", include("samaki.systems.directives.urls")),
    path("jobs/", include("samaki.ground.jobs.urls")),
    path("operations/", include("samaki.systems.operations.urls")),
]
