"""The page on which an editor says into what a tag or an area is merged."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from kb import permissions
from kb.merging import MergeError, merge_areas, merge_tags
from kb.models import Tag, TechnologyArea


class MergeForm(forms.Form):
    """Into what."""

    def __init__(self, *args: Any, targets: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = forms.ModelChoiceField(
            queryset=targets,
            label=_("Merge into"),
            help_text=_("All entries get the one that you choose, and the address of this one leads there."),
        )


class MergeView(WagtailAdminTemplateMixin, FormView):
    """Asks for the target and merges."""

    model: ClassVar[type[Model]]
    index_url_name: ClassVar[str]
    may_merge: ClassVar[Callable[[Any], bool]]
    merge: ClassVar[Callable[..., int]]
    form_class = MergeForm
    template_name = "wagtailadmin/generic/form.html"
    header_icon = "arrow-right"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses who may not."""
        if not type(self).may_merge(request.user):
            raise PermissionDenied
        self.object = get_object_or_404(self.model, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def targets(self) -> QuerySet[Any]:
        """What it can be merged into."""
        return self.model._default_manager.exclude(pk=self.object.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "targets": self.targets()}

    def get_page_title(self) -> str:
        """Says what is about to be merged."""
        return _("Merge “%(name)s”") % {"name": self.object}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list."""
        listing = {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural}
        return [*super().get_breadcrumbs_items(), listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action_url=self.request.path,
            submit_button_label=_("Merge"),
            submit_button_active_label=_("Merging…"),
            media=self.get_form().media,
            **kwargs,
        )

    def form_valid(self, form: MergeForm) -> HttpResponse:
        name, target = str(self.object), form.cleaned_data["target"]
        try:
            count = type(self).merge(self.object, target, self.request.user)
        except MergeError as error:
            form.add_error(None, str(error))
            messages.error(self.request, str(error))
            return self.form_invalid(form)
        text = ngettext(
            "“%(name)s” was merged into “%(target)s”; %(count)d entry changed.",
            "“%(name)s” was merged into “%(target)s”; %(count)d entries changed.",
            count,
        )
        messages.success(self.request, text % {"name": name, "target": target, "count": count})
        return redirect(self.index_url_name)


class MergeTagsView(MergeView):
    """Merges a tag into another one."""

    model = Tag
    index_url_name = "tags:index"
    may_merge = permissions.may_merge_tags
    merge = merge_tags


class MergeAreasView(MergeView):
    """Merges a technology area into another one."""

    model = TechnologyArea
    index_url_name = "areas:index"
    may_merge = permissions.may_manage_taxonomy
    merge = merge_areas

    def targets(self) -> QuerySet[Any]:
        """Areas that were not merged themselves."""
        return super().targets().filter(merged_into=None)
