"""Addresses of the directives."""

from __future__ import annotations

from django.urls import path

from samaki.systems.directives.views import asks, obligations, orders

app_name = "directives"
urlpatterns = [
    path("", orders.directives, name="directives"),
    path("mine/", obligations.mine, name="mine"),
    path("ask/", asks.ask, name="ask"),
    path("asked/", asks.asked, name="asked"),
    path("asked/<str:ref>/", asks.count, name="count"),
    path("scorecard/", obligations.scorecard, name="scorecard"),
    path("obligations/", obligations.obligations, name="obligations"),
    path("obligations/<str:ref>/", obligations.obligation, name="obligation"),
    path("obligations/<str:ref>/acknowledge/", obligations.acknowledge, name="acknowledge"),
    path("obligations/<str:ref>/decline/", obligations.decline, name="decline"),
    path("obligations/<str:ref>/return/", obligations.file, name="return"),
    path("obligations/<str:ref>/judge/", obligations.judge, name="judge"),
    path("obligations/<str:ref>/lapse/", obligations.lapse, name="lapse"),
    path("enter/", orders.enter, name="enter"),
    path("read/<str:ref>/", orders.read, name="read"),
    path("<str:ref>/", orders.directive, name="directive"),
    path("<str:ref>/<int:number>/set/", obligations.set_obligations, name="set"),
]
