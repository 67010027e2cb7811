"""Addresses of the indicators."""

from __future__ import annotations

from django.urls import path

from samaki.systems.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.home, name="home"),
    path("links/", views.links, name="links"),
    path("sites/<str:ref>/", views.site, name="site"),
    path("exhibits/<str:ref>/", views.exhibit, name="exhibit"),
    path("<str:ref>/", views.indicator, name="indicator"),
]
