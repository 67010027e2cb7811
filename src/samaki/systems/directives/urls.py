"""Addresses of the directives."""

from __future__ import annotations

from django.urls import path

from samaki.systems.directives import views

app_name = "directives"
urlpatterns = [
    path("", views.directives, name="directives"),
    path("<str:ref>/", views.directive, name="directive"),
]
