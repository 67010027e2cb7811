"""Addresses of the tokens; those of the API itself stand in web/api.py."""

from __future__ import annotations

from django.urls import path

from samaki.ground.api import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("<int:number>/close/", views.close, name="close"),
]
