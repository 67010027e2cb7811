"""Addresses of retention."""

from __future__ import annotations

from django.urls import path

from samaki.ground.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.times, name="times"),
    path("shred/", views.shred, name="shred"),
]
