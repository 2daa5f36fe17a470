"""The main job, whole: an enterprise writes, two people review, a visitor finds it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import CaseStudyPage, Enterprise, EntryPage

TITLE = "Рекуперация тепла на линии окраски"
TEXTS = {
    "challenge": "Сушильная камера выбрасывала воздух с температурой 140 градусов.",
    "objectives": "Снизить расход газа на пятую часть.",
    "solution": "Пластинчатый теплообменник греет приточный воздух.",
    "economic_benefit": "Газа меньше на 22 процента.",
    "success_factors": "Замеры до начала работ.",
    "limiting_factors": "Мало места над камерой.",
    "replicability_text": "Подходит камерам от двух метров.",
}


def write_rich_text(page: Page, field: str, text: str) -> None:
    """Types into the editor that covers the field."""
    editor = page.locator(f"#id_{field}").locator("xpath=ancestor::*[.//*[@contenteditable='true']][1]")
    editor.locator("[contenteditable=true]").first.click()
    page.keyboard.type(text)


def fill_case_study(page: Page, enterprise: Enterprise) -> None:
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", "Тепло сушильной камеры греет приточный воздух, газа уходит на 22 % меньше.")
    page.get_by_text("Сельскохозяйственное машиностроение").first.click()
    page.get_by_label("Тракторы", exact=True).check()
    page.fill("#id_tags", "рекуперация")
    for name in ("adopter", "supplier"):
        page.locator(f"#id_{name}-select").select_option(str(enterprise.pk), force=True)
    for field, text in TEXTS.items():
        write_rich_text(page, field, text)
    page.select_option("#id_indicators-0-indicator", label="Расход энергии на единицу продукции")
    page.select_option("#id_indicators-0-unit", "kW.h/{piece}")
    page.fill("#id_indicators-0-before", "12,5")
    page.fill("#id_indicators-0-after", "9,75")
    page.fill("#id_indicators-0-period", "март 2025 и март 2026 г.")
    page.select_option("#id_indicators-0-method", "measured")
    page.fill("#id_start", "2025-04-01")
    page.fill("#id_end", "2025-10-01")
    page.fill("#id_lessons-0-text", "Сначала измерить, потом строить.")
    page.locator("[name=replicability]").first.select_option("adapted")
    page.fill("#id_authors-0-name", "Служба главного энергетика")
    page.fill("#id_contact_name", "Главный энергетик")
    page.fill("#id_contact_email", "energy@example.org")
    page.check("#id_contact_consent")
    page.check("#id_clearance")


def approve_as(page: Page, entry: EntryPage) -> None:
    """Approves through the admin's own form, as a reviewer does."""
    page.goto(f"/admin/pages/{entry.pk}/edit/")
    page.get_by_role("button", name="Больше действий").click()
    page.locator("[data-workflow-action-name=approve]:visible").first.click()
    page.wait_for_url(lambda url: "/edit/" not in url)


@pytest.mark.django_db(transaction=True)
def test_a_case_study_goes_from_a_contributor_over_two_reviews_to_a_visitor(
    visitor: Callable[..., Page], enterprise: Enterprise, contributor: User, expert: User, editor: User
) -> None:
    author = visitor(contributor)
    author.goto("/ru/contribute/new/case_study/")
    fill_case_study(author, enterprise)
    author.get_by_role("button", name="Сохранить черновик").first.click()
    author.wait_for_url("**/contribute/*/**")
    entry = CaseStudyPage.objects.get(title=TITLE)
    assert not entry.live
    author.get_by_role("button", name="Отправить на проверку").first.click()
    expect(author.get_by_text("Отправлено на проверку")).to_be_visible()

    approve_as(visitor(expert), entry)
    entry.refresh_from_db()
    assert not entry.live
    approve_as(visitor(editor), entry)
    entry.refresh_from_db()
    assert entry.live

    reader = visitor()
    reader.goto("/ru/search/?q=рекуперации")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text("рекуперация", exact=True)).to_be_visible()
    expect(reader.locator("main")).to_contain_text("−22 %")
