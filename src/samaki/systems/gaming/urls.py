"""Addresses of gaming."""

from __future__ import annotations

from django.urls import path

from samaki.systems.gaming import views

app_name = "gaming"
urlpatterns = [
    path("", views.home, name="home"),
    path("venues/", views.venues, name="venues"),
    path("venues/new/", views.new_venue, name="new_venue"),
    path("venues/<str:ref>/", views.venue, name="venue"),
    path("venues/<str:ref>/licence/", views.licence, name="licence"),
    path("venues/<str:ref>/site/", views.link, name="link"),
    path("venues/<str:ref>/inspect/", views.inspect, name="inspect"),
    path("venues/<str:ref>/penalty/", views.penalise, name="penalise"),
    path("inspections/<str:ref>/", views.inspection, name="inspection"),
    path("penalties/<str:ref>/", views.penalty, name="penalty"),
]
