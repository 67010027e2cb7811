"""Addresses of access: accounts and appointments; a manager's other eyes; one's own proofs."""

from __future__ import annotations

from django.urls import path

from samaki.ground.access import views

app_name = "access"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("open/", views.open_one, name="open"),
    path("accounts/<int:number>/", views.account, name="account"),
    path("accounts/<int:number>/appoint/", views.appoint_account, name="appoint"),
    path("accounts/<int:number>/close/", views.close, name="close"),
    path("accounts/<int:number>/reopen/", views.reopen, name="reopen"),
    path("accounts/<int:number>/reset-factor/", views.reset, name="reset_factor"),
    path("accounts/<int:number>/link/", views.link, name="link"),
    path("accounts/<int:number>/release/", views.release, name="release"),
    path("accounts/<int:number>/view/", views.view_as, name="view_as"),
    path("appointments/<int:number>/end/", views.end, name="end"),
    path("leave/", views.leave, name="leave"),
    path("password/", views.password, name="password"),
    path("set-up/<int:number>/<str:token>/", views.set_up, name="set_up"),
    path("second-factor/", views.factor, name="factor"),
    path("second-factor/picture.svg", views.picture, name="picture"),
    path("second-factor/remove/", views.remove, name="remove_factor"),
]
