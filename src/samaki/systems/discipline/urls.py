"""Addresses of discipline."""

from __future__ import annotations

from django.urls import path

from samaki.systems.discipline import views

app_name = "discipline"
urlpatterns = [
    path("", views.home, name="home"),
    path("pursue/<str:ref>/", views.pursue, name="pursue"),
    path("<str:ref>/", views.case, name="case"),
    path("<str:ref>/notice/", views.notice, name="notice"),
    path("<str:ref>/reply/", views.reply, name="reply"),
    path("<str:ref>/silence/", views.silence, name="silence"),
    path("<str:ref>/finding/", views.finding, name="finding"),
    path("<str:ref>/measure/", views.measure, name="measure"),
    path("<str:ref>/close/", views.close, name="close"),
]
