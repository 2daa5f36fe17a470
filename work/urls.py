"""Addresses of the reviewers' side, below ``/work/`` in every language."""

from django.urls import path

from work import views

app_name = "work"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("workload/", views.workload, name="workload"),
    path("<int:pk>/claim/", views.claim, name="claim"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/assign/", views.assign, name="assign"),
]
