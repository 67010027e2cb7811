"""Addresses of support."""

from __future__ import annotations

from django.urls import path

from samaki.systems.support import views

app_name = "support"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("ask/", views.ask, name="ask"),
    path("units/", views.units, name="units"),
    path("<str:ref>/", views.request, name="request"),
]
