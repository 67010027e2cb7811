"""The table of contents of custody."""

from __future__ import annotations

from django.urls import path

from samaki.systems.custody import views

app_name = "custody"

urlpatterns = [
    path("", views.home, name="home"),
    path("count/", views.count, name="count"),
    path("variances/", views.variances, name="variances"),
    path("clocks/", views.clocks_list, name="clocks"),
    path("flow/", views.flow_list, name="flow"),
    path("accounts/<str:ref>/", views.account, name="account"),
    path("accounts/<str:ref>/rows/", views.rows, name="rows"),
    path("accounts/<str:ref>/clock/", views.clock, name="clock"),
    path("accounts/<str:ref>/dispatch/", views.dispatch, name="dispatch"),
    path("accounts/<str:ref>/identify/", views.identify_head, name="identify"),
    path("movements/<int:number>/", views.movement, name="movement"),
    path("exhibits/", views.exhibits, name="exhibits"),
    path("exhibits/seize/", views.seize, name="seize"),
    path("persons/", views.persons, name="persons"),
    path("persons/<str:ref>/", views.person, name="person"),
    path("reads/", views.reads, name="reads"),
    path("handovers/<str:ref>/", views.handover, name="handover"),
]
