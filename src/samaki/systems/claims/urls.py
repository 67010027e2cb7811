"""Addresses of the claims."""

from __future__ import annotations

from django.urls import path

from samaki.systems.claims import views

app_name = "claims"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("queue/", views.queue, name="queue"),
    path("paste/", views.paste, name="paste"),
    path("files/", views.files, name="files"),
    path("returns/empty/<str:name>", views.empty_return, name="empty_return"),
    path("readings/<str:ref>/", views.reading, name="reading"),
    path("sources/<str:ref>/", views.source, name="source"),
    path("sources/<str:ref>/read/", views.read, name="read"),
    path("<str:ref>/", views.claim, name="claim"),
    path("<str:ref>/accept/", views.accept, name="accept"),
    path("<str:ref>/reject/", views.reject, name="reject"),
    path("<str:ref>/correct/", views.correct, name="correct"),
    path("<str:ref>/scope/", views.scope, name="scope"),
    path("<str:ref>/as-written/", views.as_written, name="as_written"),
]
