"""Addresses of the exchange, below ``/contacts/`` in every language."""

from django.urls import path

from exchange import views, work

app_name = "exchange"
urlpatterns = [
    path("", work.inbox, name="inbox"),
    path("<int:pk>/", work.contact, name="contact"),
    path("<int:pk>/note/", work.note, name="note"),
    path("matches/<int:pk>/dismiss/", work.dismiss, name="dismiss"),
    path("write/<slug:slug>/", views.write, name="write"),
    path("written/", views.written, name="written"),
    path("sent/<int:pk>/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("follow/<str:token>/", views.follow, name="follow"),
]
