"""Addresses of the watch-lists."""

from __future__ import annotations

from django.urls import path

from samaki.systems.listings import views

app_name = "listings"
urlpatterns = [
    path("", views.listings, name="listings"),
    path("enter/", views.enter, name="enter"),
    path("<str:ref>/", views.listing, name="listing"),
    path("<str:ref>/end/", views.end, name="end"),
]
