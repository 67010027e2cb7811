"""Addresses of the operations and of the sites they aim at."""

from __future__ import annotations

from django.urls import path

from samaki.systems.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.operations, name="operations"),
    path("plan/", views.plan, name="plan"),
    path("of-claim/<str:ref>/", views.of_claim, name="of_claim"),
    path("sites/", views.sites, name="sites"),
    path("sites/register/", views.register, name="register"),
    path("sites/<str:ref>/", views.site, name="site"),
    path("<str:ref>/", views.operation, name="operation"),
    path("<str:ref>/<int:number>/count/", views.count, name="count"),
]
