"""Addresses of immigration."""

from __future__ import annotations

from django.urls import path

from samaki.systems.immigration.views import cases, manifests

app_name = "immigration"
urlpatterns = [
    path("", cases.home, name="cases"),
    path("clocks/", cases.clocks, name="clocks"),
    path("open/", cases.choose, name="choose"),
    path("open/<str:person>/", cases.open_one, name="open"),
    path("manifests/", manifests.manifests, name="manifests"),
    path("manifests/prepare/", manifests.prepare, name="prepare"),
    path("manifests/<str:list_ref>/", manifests.manifest, name="manifest"),
    path("manifests/<str:list_ref>/table/", manifests.table, name="table"),
    path("<str:ref>/", cases.case, name="case"),
    path("<str:ref>/decide/", cases.decide, name="decide"),
    path("<str:ref>/withdraw/", cases.withdraw, name="withdraw"),
    path("<str:ref>/consulate/", cases.consulate, name="consulate"),
    path("<str:ref>/paper/", cases.paper, name="paper"),
    path("<str:ref>/pleas/", cases.pleas, name="pleas"),
    path("<str:ref>/ban/", cases.ban, name="ban"),
    path("<str:ref>/undo/", cases.undo, name="undo"),
]
