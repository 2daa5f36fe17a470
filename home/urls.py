"""Addresses of the lists that are no pages of the tree; all below a language prefix."""

from django.urls import path

from home import views

urlpatterns = [
    path("areas/", views.areas, name="areas"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("enterprises/", views.enterprises, name="enterprises"),
    path("enterprises/<slug:slug>/", views.enterprise, name="enterprise"),
    path("tags/<str:slug>/", views.tag, name="tag"),
]
