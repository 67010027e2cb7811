"""Addresses of the operations."""

from __future__ import annotations

from django.urls import path

from samaki.systems.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.operations, name="operations"),
    path("<str:ref>/<int:number>/count/", views.count, name="count"),
]
