"""Reports for the ministries: an editor looks at figures in the browser, narrows them and takes them along."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import Enterprise
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_an_editor_reads_the_figures_and_takes_them_along_as_a_spreadsheet(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    other_enterprise: Enterprise,
    editor: User,
    language: str,
    tmp_path: Path,
) -> None:
    """The admin has no Kazakh: who prefers it sees the reports in Russian, and starts from the Kazakh site."""
    User.objects.update(preferred_language=language)
    for owner in (enterprise, other_enterprise):
        make_entry(enterprise=owner)
    reader = visitor(editor, language=language)
    reader.goto(f"/{language}/work/")
    expect(reader.locator("h1")).to_be_visible()
    reader.goto("/admin/reports/exchange-pages/")
    first_column = reader.locator("table.listing tbody tr td:first-child")
    expect(first_column.first).to_be_visible()
    shown = [" ".join(text.split()) for text in first_column.all_inner_texts()]
    with reader.expect_download() as taken:
        reader.evaluate("location.assign('/admin/reports/exchange-pages/?export=xlsx')")
    file = tmp_path / "pages.xlsx"
    taken.value.save_as(file)
    sheet = load_workbook(file).active
    assert sheet is not None
    assert [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)] == shown
