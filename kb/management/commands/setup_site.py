"""``manage.py setup_site``: languages, groups, review workflow, page tree, taxonomy, glossary. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage, SectionPage, StandardPage
from home.standard_pages import PAGES, body
from kb.models import ReviewTask
from kb.permissions import CHIEF_EDITORS, EDITORS, EXPERTS

SECTIONS = (
    ("technologies", SectionPage.EntryType.TECHNOLOGY),
    ("case-studies", SectionPage.EntryType.CASE_STUDY),
    ("articles", SectionPage.EntryType.ARTICLE),
)

PAGE_RIGHTS: dict[str, tuple[str, ...]] = {
    EXPERTS: (),
    EDITORS: ("add_page", "change_page", "lock_page"),
    CHIEF_EDITORS: ("add_page", "change_page", "lock_page", "unlock_page", "publish_page", "bulk_delete_page"),
}
FILE_RIGHTS: dict[str, tuple[str, ...]] = {
    EDITORS: ("add", "change", "choose"),
    CHIEF_EDITORS: ("add", "change", "choose", "delete"),
}
VIEW, KEEP, ALL = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
VOCABULARY_RIGHTS: dict[str, dict[str, tuple[str, ...]]] = {
    EDITORS: {
        "enterprise": KEEP,
        "membership": ALL,
        "tag": KEEP,
        "technologyarea": VIEW,
        "concept": VIEW,
        "indicator": VIEW,
        "reviewerprofile": VIEW,
    },
    CHIEF_EDITORS: dict.fromkeys(
        ("enterprise", "membership", "tag", "technologyarea", "concept", "indicator", "reviewerprofile"), ALL
    ),
}


class Command(BaseCommand):
    """Brings an empty or an existing database to the structure that the site needs."""

    help = "Sets up languages, groups, the review workflow, the page tree, taxonomy and glossary. Safe to repeat."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        # The table of a cache in the database, where the settings have one.
        call_command("createcachetable", verbosity=0)
        locales = self._locales()
        home = self._page_tree(locales)
        self._groups()
        self._workflow(home)
        call_command("load_taxonomy", verbosity=0)
        call_command("load_glossary", verbosity=0)
        if options["verbosity"]:
            self.stdout.write("Languages, groups, workflow, page tree, taxonomy and glossary are in place.")

    def _locales(self) -> list[Locale]:
        return [Locale.objects.get_or_create(language_code=code)[0] for code, _label in settings.LANGUAGES]

    def _page_tree(self, locales: list[Locale]) -> HomePage:
        root = Page.objects.get(depth=1)
        original = HomePage.objects.filter(locale=locales[0]).first()
        if original is None:
            Page.objects.filter(depth=2, slug="home").exclude(pk__in=HomePage.objects.values("pk")).delete()
            root.refresh_from_db()
        homes: dict[int, HomePage] = {}
        for locale in locales:
            with translation.override(locale.language_code):
                home = HomePage.objects.filter(locale=locale).first()
                if home is None:
                    home = HomePage(title=gettext("Technology exchange"), slug=locale.language_code, locale=locale)
                    if homes:
                        home.translation_key = homes[locales[0].pk].translation_key
                    root.add_child(instance=home)
                    root.refresh_from_db()
                homes[locale.pk] = home
                self._children(home, homes[locales[0].pk])
        site, _created = Site.objects.get_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": homes[locales[0].pk]}
        )
        site.root_page = homes[locales[0].pk]
        site.site_name = homes[locales[0].pk].title
        site.save()
        return homes[locales[0].pk]

    def _children(self, home: HomePage, original_home: HomePage) -> None:
        titles = {
            "technologies": gettext("Technologies"),
            "case-studies": gettext("Case studies"),
            "articles": gettext("Best practices"),
            "about": gettext("About the exchange"),
            "how-to-contribute": gettext("How to contribute"),
        }
        children: list[Page] = [SectionPage(slug=slug, entry_type=kind, show_in_menus=True) for slug, kind in SECTIONS]
        children += [StandardPage(slug=slug, show_in_menus=True, body=body(slug)) for slug in PAGES]
        for child in children:
            if home.get_children().filter(slug=child.slug).exists():
                continue
            child.title = titles[child.slug]
            child.locale = home.locale
            twin = original_home.get_children().filter(slug=child.slug).first()
            if twin is not None:
                child.translation_key = twin.translation_key
            home.add_child(instance=child)
            home.refresh_from_db()

    def _groups(self) -> None:
        # Wagtail's own groups may publish; here only chief editors may.
        Group.objects.filter(name__in=("Moderators", "Editors")).filter(
            page_permissions__permission__codename="publish_page"
        ).exclude(name__in=PAGE_RIGHTS).delete()
        root = Page.objects.get(depth=1)
        collection = Collection.get_first_root_node()
        enter = Permission.objects.get(codename="access_admin")
        for name, rights in PAGE_RIGHTS.items():
            group, _created = Group.objects.get_or_create(name=name)
            group.permissions.add(enter)
            GroupPagePermission.objects.filter(group=group).exclude(permission__codename__in=rights).delete()
            for codename in rights:
                permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
                GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
            for action in FILE_RIGHTS.get(name, ()):
                # Wagtail asks for the rights on its own models, whatever stands in for them.
                for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
                    permission = Permission.objects.get(content_type__app_label=app, codename=f"{action}_{model}")
                    GroupCollectionPermission.objects.get_or_create(
                        group=group, collection=collection, permission=permission
                    )
            codenames = {
                f"{action}_{model}" for model, actions in VOCABULARY_RIGHTS.get(name, {}).items() for action in actions
            }
            vocabulary = Permission.objects.filter(content_type__app_label="kb")
            group.permissions.remove(*group.permissions.filter(content_type__app_label="kb"))
            group.permissions.add(*vocabulary.filter(codename__in=codenames))
            if "change_page" in rights:
                group.permissions.add(Permission.objects.get(codename="submit_translation"))

    def _workflow(self, home: HomePage) -> None:
        Workflow.objects.filter(name="Moderators approval").update(active=False)
        WorkflowPage.objects.filter(workflow__name="Moderators approval").delete()
        # Names are rows: in the language that most editors work in.
        with translation.override(settings.LANGUAGE_CODE):
            tasks = [
                ReviewTask.objects.get_or_create(stage=stage, defaults={"name": capfirst(str(stage.label))})[0]
                for stage in (ReviewTask.Stage.TECHNICAL, ReviewTask.Stage.EDITORIAL)
            ]
            workflow = Workflow.objects.filter(workflow_tasks__task__in=tasks).first()
            if workflow is None:
                workflow = Workflow.objects.create(name=gettext("Two reviews"))
        for order, task in enumerate(tasks):
            WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
        WorkflowPage.objects.get_or_create(page=Page.objects.get(depth=1), defaults={"workflow": workflow})
