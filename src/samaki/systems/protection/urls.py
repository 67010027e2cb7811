"""Addresses of protection."""

from __future__ import annotations

from django.urls import path

from samaki.systems.protection import views

app_name = "protection"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("persons/<str:ref>/", views.file, name="file"),
    path("screenings/<str:ref>/interview/", views.interview_form, name="interview_form"),
    path("screenings/<str:ref>/determine/", views.determination_form, name="determine"),
    path("screenings/<str:ref>/withdraw/", views.withdrawal_form, name="withdraw"),
    path("screenings/<str:ref>/reflection/", views.reflection_form, name="reflection"),
    path("screenings/<str:ref>/refer/", views.referral_form, name="refer"),
    path("interviews/<str:ref>/", views.interview, name="interview"),
    path("referrals/<str:ref>/", views.referral, name="referral"),
]
