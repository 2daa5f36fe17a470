"""Wires everything; nothing imports it."""

from pathlib import Path

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views import to_sign_in
from home.health import healthz, readyz
from home.robots import SITEMAPS, robots
from home.views import first_page, section
from kb import guarded_admin, views
from operations.views import figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", to_sign_in),
    path("admin/pages/<int:parent_page_id>/", guarded_admin.guarded_explorer),
    path("admin/pages/<int:parent_page_id>/results/", guarded_admin.guarded_explorer, {"results_only": True}),
    path("admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", guarded_admin.guarded_move),
    path("admin/choose-page/<int:parent_page_id>/", guarded_admin.guarded_browse),
    path("admin/choose-page/chosen-multiple/", guarded_admin.guarded_chosen),
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", guarded_admin.guarded_bulk_action),
    path("admin/reports/page-types-usage/", guarded_admin.page_types_report),
    path("admin/reports/page-types-usage/results/", guarded_admin.page_types_results),
    path("admin/reports/site-history/", guarded_admin.site_history),
    path("admin/reports/site-history/results/", guarded_admin.site_history_results),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", figures),
    path("robots.txt", robots),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

if settings.DEBUG:
    # Documents are served by their view alone, which asks who may have them.
    urlpatterns += static(f"{settings.MEDIA_URL}images/", document_root=Path(settings.MEDIA_ROOT) / "images")

urlpatterns += i18n_patterns(
    path("accounts/", include("accounts.urls")),
    path("notifications/", include("notifications.urls")),
    path("contribute/", include("contribute.urls")),
    path("work/", include("work.urls")),
    path("contacts/", include("exchange.urls")),
    path("_util/login/", to_sign_in),
    path("", include("membership.urls")),
    path("", include("home.urls")),
    path("", include("search.urls")),
    path("<slug:section>/<slug:slug>/", views.entry),
    path("<slug:section>/<slug:slug>/versions/", views.versions, name="versions"),
    path("", first_page),
    path("<slug:slug>/", section),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler500 = "home.errors.server_error"
