"""The table of contents of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path
from django.views.i18n import set_language

from samaki.ground.access.guard import public
from samaki.web import api, login, oidc, views

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

API = api.build()

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("samaki.picture.urls")),
    path("start/", views.landing, name="landing"),
    path("log-in/", public(login.Login.as_view()), name="login"),
    path("log-in/code/", login.code, name="login_code"),
    path("log-in/ministry/", oidc.start, name="oidc_start"),
    path("log-in/ministry/back/", oidc.back, name="oidc_back"),
    path("log-out/", public(login.Logout.as_view()), name="logout"),
    path("language/", public(set_language), name="set_language"),
    path("keys/", views.keys, name="keys"),
    path("theme/", views.theme, name="theme"),
    path("journal/", views.journal, name="journal"),
    path("api/", API.urls),
    path("tokens/", include("samaki.ground.api.urls")),
    path("access/", include("samaki.ground.access.urls")),
    path("claims/", include("samaki.systems.claims.urls")),
    path("directives/", include("samaki.systems.directives.urls")),
    path("jobs/", include("samaki.ground.jobs.urls")),
    path("retention/", include("samaki.ground.retention.urls")),
    path("operations/", include("samaki.systems.operations.urls")),
    path("custody/", include("samaki.systems.custody.urls")),
    path("listings/", include("samaki.systems.listings.urls")),
    path("indicators/", include("samaki.systems.indicators.urls")),
    path("support/", include("samaki.systems.support.urls")),
    path("protection/", include("samaki.systems.protection.urls")),
    path("immigration/", include("samaki.systems.immigration.urls")),
    path("border/", include("samaki.systems.border.urls")),
    path("gaming/", include("samaki.systems.gaming.urls")),
    path("discipline/", include("samaki.systems.discipline.urls")),
]
