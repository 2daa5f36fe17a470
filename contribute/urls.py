"""Addresses of the contributors' side, below ``/contribute/`` in every language."""

from django.urls import path

from contribute import confirming, editing, guidance, similar, suggestions, views

app_name = "contribute"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("suggest/tags/", suggestions.tags, name="tags"),
    path("suggest/entries/", suggestions.entries, name="entries"),
    path("suggest/enterprises/", suggestions.enterprises, name="enterprises"),
    path("suggest/similar/", similar.similar, name="similar"),
    path("begin/<slug:entry_type>/", guidance.begin, name="begin"),
    path("new/<slug:entry_type>/", editing.new, name="new"),
    path("<int:pk>/", editing.edit, name="edit"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/confirm/", confirming.confirm, name="confirm"),
    path("confirm/<str:token>/", confirming.confirm_by_letter, name="confirm_by_letter"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
