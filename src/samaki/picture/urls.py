"""Addresses of the picture."""

from __future__ import annotations

from django.urls import path

from samaki.picture import views

app_name = "picture"
urlpatterns = [
    path("", views.national, name="national"),
    path("answer/<str:area>/<str:period>/", views.answer, name="answer"),
]
