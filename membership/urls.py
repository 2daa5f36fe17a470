"""Addresses of joining and of colleagues, in every language."""

from django.urls import path, re_path

from membership import colleague_views, views

app_name = "membership"
urlpatterns = [
    path("join/", views.apply, name="apply"),
    path("join/sent/", views.sent, name="sent"),
    path("join/confirm/<str:token>/", views.confirm, name="confirm"),
    path("join/invitation/<str:token>/", views.invitation, name="invitation"),
    path("colleagues/", colleague_views.own, name="own"),
    path("colleagues/<slug:slug>/", colleague_views.people, name="colleagues"),
    re_path(
        r"^colleagues/(?P<slug>[-\w]+)/(?P<pk>\d+)/(?P<action>leave|suspend|restore)/$",
        colleague_views.change,
        name="change",
    ),
    path("colleagues/<slug:slug>/invitations/<int:pk>/revoke/", colleague_views.revoke, name="revoke"),
]
