"""Addresses of search, below the language prefix."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/click/", views.click, name="search_click"),
    path("search/suggest/", views.suggestions, name="search_suggestions"),
]
