"""Addresses of the picture."""

from __future__ import annotations

from django.urls import path

from samaki.picture import views

app_name = "picture"
urlpatterns = [
    path("", views.national, name="national"),
    path("answer/<str:area>/<str:period>/", views.answer, name="answer"),
    path("answer/<str:area>/<str:period>/settle/", views.settle, name="settle"),
    path("conflicts/<str:key>/", views.conflict, name="conflict"),
    path("sitrep/", views.sitrep_list, name="sitreps"),
    path("sitrep/issue/", views.issue, name="issue"),
    path("sitrep/<str:ref>.pdf", views.sitrep_pdf, name="sitrep_pdf"),
    path("sitrep/<str:ref>.json", views.sitrep_json, name="sitrep_json"),
    path("sitrep/<str:ref>/", views.sitrep, name="sitrep"),
]
