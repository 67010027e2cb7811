"""The table of contents of custody."""

from __future__ import annotations

from django.urls import path

from samaki.systems.custody import views

app_name = "custody"

urlpatterns = [
    path("", views.home, name="home"),
    path("count/", views.count, name="count"),
    path("variances/", views.variances, name="variances"),
    path("accounts/<str:ref>/", views.account, name="account"),
    path("accounts/<str:ref>/rows/", views.rows, name="rows"),
    path("accounts/<str:ref>/dispatch/", views.dispatch, name="dispatch"),
    path("accounts/<str:ref>/identify/", views.identify_head, name="identify"),
    path("movements/<int:number>/", views.movement, name="movement"),
    path("persons/", views.persons, name="persons"),
    path("persons/<str:ref>/", views.person, name="person"),
    path("reads/", views.reads, name="reads"),
    path("handovers/<str:ref>/", views.handover, name="handover"),
]
