"""Addresses of the jobs."""

from __future__ import annotations

from django.urls import path

from samaki.ground.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("ask/<str:kind>/", views.ask, name="ask"),
    path("<str:ref>/", views.job, name="job"),
]
