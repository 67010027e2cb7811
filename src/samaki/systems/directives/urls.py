"""Addresses of the directives."""

from __future__ import annotations

from django.urls import path

from samaki.systems.directives import views

app_name = "directives"
urlpatterns = [
    path("", views.directives, name="directives"),
    path("mine/", views.mine, name="mine"),
    path("scorecard/", views.scorecard, name="scorecard"),
    path("obligations/", views.obligations, name="obligations"),
    path("obligations/<str:ref>/", views.obligation, name="obligation"),
    path("obligations/<str:ref>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("obligations/<str:ref>/decline/", views.decline, name="decline"),
    path("obligations/<str:ref>/return/", views.file, name="return"),
    path("obligations/<str:ref>/judge/", views.judge, name="judge"),
    path("obligations/<str:ref>/lapse/", views.lapse, name="lapse"),
    path("enter/", views.enter, name="enter"),
    path("read/<str:ref>/", views.read, name="read"),
    path("<str:ref>/", views.directive, name="directive"),
    path("<str:ref>/<int:number>/set/", views.set_obligations, name="set"),
]
