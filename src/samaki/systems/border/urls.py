"""Addresses of the border."""

from __future__ import annotations

from django.urls import path

from samaki.systems.border import views

app_name = "border"
urlpatterns = [
    path("", views.home, name="home"),
    path("checkpoints/<str:code>/", views.checkpoint, name="checkpoint"),
    path("checks/<str:ref>/", views.check, name="check"),
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/<str:ref>/", views.alert, name="alert"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/record/", views.record, name="record"),
    path("incidents/<str:ref>/", views.incident, name="incident"),
]
