"""The demonstration content: loading, refusing, repeating and removing it, and what its files must hold."""

from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from kb.demo.files import DATA, DataError, read_entries
from kb.demo.loading import load
from kb.demo.pages import Builder
from kb.demo.people import PASSWORD, load_people
from kb.demo.pictures import draw, motifs
from kb.demo.stored_files import StoredFiles
from kb.models import CaseStudyPage, Enterprise, EntryPage, KbDocument, KbImage, ReviewState, Tag
from tests.factories.kb import make_entry

TREE = {"path", "depth"}
ENTERPRISES = """
[demo-works]
country = "BY"
region = "BY-HM"
tax_id = "199999932"
kind = "manufacturer"
name_ru = "Демо-Завод"
name_kk = "Демо-Зауыт"
contact_email = "info@demo-works.example.org"
verified = true
"""
USERS = """
[[users]]
email = "author@demo.example.org"
role = "contributor"
first_name = "Автор"
last_name = "Демо-Завод"
enterprise = "demo-works"
[[users]]
email = "expert@demo.example.org"
role = "expert"
first_name = "Эксперт"
last_name = "Демо"
areas = ["05"]
[[users]]
email = "editor@demo.example.org"
role = "editor"
first_name = "Редактор"
last_name = "Демо"
country = "BY"
[[users]]
email = "chief@demo.example.org"
role = "chief_editor"
first_name = "Главный редактор"
last_name = "Демо"
"""
ENTRY = """
type = "case_study"
original = "ru"
enterprise = "demo-works"
areas = ["05.4"]
published = 2026-03-02
state = "published"
cover = "furnace"
[common]
adopter = "demo-works"
supplier = "demo-works"
start = 2025-02-01
end = 2025-11-30
replicability = "adapted"
[ru]
title = "Закалка вместо цементации"
summary = "Печь заменили индуктором."
challenge = "<p>Печь ждали.</p>"
objectives = "<p>Не ждать.</p>"
solution = "<p>Индуктор.</p>"
technical_benefit = "<p>Без коробления.</p>"
success_factors = "<p>Опыт.</p>"
limiting_factors = "<p>Деньги.</p>"
replicability_text = "<p>Нужен генератор.</p>"
contact_name = "Служба главного металлурга"
tags = ["закалка"]
cover_alt = "Рисунок: печь"
[kk]
title = "Цементтеудің орнына шынықтыру"
summary = "Пешті индуктор алмастырды."
challenge = "<p>Пешті күттік.</p>"
objectives = "<p>Күтпеу.</p>"
solution = "<p>Индуктор.</p>"
technical_benefit = "<p>Майысусыз.</p>"
success_factors = "<p>Тәжірибе.</p>"
limiting_factors = "<p>Ақша.</p>"
replicability_text = "<p>Генератор керек.</p>"
contact_name = "Бас металлург қызметі"
tags = ["шынықтыру"]
cover_alt = "Сурет: пеш"
[[rows.authors]]
name = { ru = "Служба главного металлурга", kk = "Бас металлург қызметі" }
[[rows.lessons]]
text = { ru = "Мерить до начала.", kk = "Басталмай тұрып өлшеу." }
[[rows.indicators]]
indicator = "energy-per-unit"
unit = "kW.h/{piece}"
before = 2.9
after = 1.7
method = "measured"
period = { ru = "2025 год", kk = "2025 жыл" }
evidence = 1
[[attachments]]
kind = "protocol"
title = { ru = "Протокол", kk = "Хаттама" }
content = "xlsx"
table = [["Показатель", "До"], ["Расход", 2.9]]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "entries").mkdir()
    (tmp_path / "enterprises.toml").write_text(ENTERPRISES)
    (tmp_path / "users.toml").write_text(USERS)
    write(tmp_path)
    return tmp_path


def write(folder, *changes, key="hardening"):
    text = ENTRY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "entries" / f"{key}.toml").write_text(text)


def page(language="ru"):
    return CaseStudyPage.objects.get(slug="hardening", locale__language_code=language)


def without_translation():
    start, end = ENTRY.index("[kk]"), ENTRY.index("[[rows.authors]]")
    return ENTRY[start:end], ""


@pytest.mark.django_db
class TestLoading:
    def test_the_original_is_published_by_the_review_of_two(self, folder):
        load(folder)
        assert page().live
        assert page().reviewed_by == "Эксперт Демо, Редактор Демо"

    def test_a_translation_is_linked_to_its_original(self, folder):
        load(folder)
        assert page("kk").live
        assert page("kk").translation_key == page().translation_key

    def test_a_translation_has_the_figures_of_its_original_with_its_own_words(self, folder):
        load(folder)
        row, original = page("kk").indicators.get(), page().indicators.get()
        assert (row.row_key, row.before, row.period) == (original.row_key, original.before, "2025 жыл")

    def test_dates_are_those_of_the_file(self, folder):
        load(folder)
        dates = {timezone.localtime(moment).date().isoformat() for moment in moments(page())}
        assert dates == {"2026-03-02"}

    def test_links_lead_to_the_version_of_the_same_language(self, folder):
        write(folder, ('state = "published"', 'state = "published"\nrelated = ["hardening"]'), key="press")
        load(folder)
        link = CaseStudyPage.objects.get(slug="press", locale__language_code="kk").related_entries.get()
        assert link.related_id == page("kk").pk

    def test_the_picture_is_drawn_and_the_workbook_written(self, folder):
        load(folder)
        document = page().attachments.get().document
        with document.file.open("rb") as file:
            assert load_workbook(file).active["B2"].value == 2.9
        assert page().cover_image.width == 1200

    def test_each_version_describes_the_picture_in_its_own_language(self, folder):
        load(folder)
        assert page("kk").cover_image == page().cover_image
        assert (page().cover_alt, page("kk").cover_alt) == ("Рисунок: печь", "Сурет: пеш")

    def test_evidence_is_the_attachment_of_that_number(self, folder):
        load(folder)
        assert page().indicators.get().evidence == page().attachments.get().document

    def test_a_second_run_adds_nothing(self, folder):
        load(folder)
        pages = EntryPage.objects.count()
        loaded = load(folder)
        assert (loaded.originals, loaded.translations, EntryPage.objects.count()) == (0, 0, pages)

    def test_a_second_run_is_cheap(self, folder, django_assert_max_num_queries):
        load(folder)
        with django_assert_max_num_queries(12):
            load(folder)

    def test_a_translation_written_later_is_added(self, folder):
        words = [(f'{name} = {{ ru = "{ru}", kk = "{kk}" }}', f'{name} = "{ru}"') for name, ru, kk in (
            ("name", "Служба главного металлурга", "Бас металлург қызметі"),
            ("text", "Мерить до начала.", "Басталмай тұрып өлшеу."),
            ("period", "2025 год", "2025 жыл"),
        )]  # fmt: skip
        write(folder, without_translation(), *words)
        load(folder)
        write(folder)
        assert (load(folder).translations, page("kk").live) == (1, True)

    def test_only_the_named_entries_are_loaded(self, folder):
        write(folder, key="press")
        load(folder, only=["press"])
        assert set(EntryPage.objects.values_list("slug", flat=True)) == {"press"}

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("draft", (False, None)),
            ("technical_review", (False, "technical")),
            ("editorial_review", (False, "editorial")),
            ("needs_confirmation", (True, None)),
            ("archived", (True, None)),
        ],
    )
    def test_pages_come_into_their_state(self, folder, state, expected):
        is_published = state in ("needs_confirmation", "archived")
        changes = [] if is_published else single_language()
        write(folder, ('state = "published"', f'state = "{state}"'), *changes)
        load(folder)
        task = page().current_workflow_task
        assert (page().live, task and task.specific.stage) == expected
        assert page().standing == (state if is_published else "current")

    @pytest.mark.parametrize("state", ["technical_review", "editorial_review"])
    def test_a_review_that_waits_is_overdue(self, folder, state):
        write(folder, ('state = "published"', f'state = "{state}"'), *single_language())
        load(folder)
        assert ReviewState.objects.get(entry=page(), status="in_progress").is_overdue

    def test_a_returned_page_says_why(self, folder):
        write(folder, ('state = "published"', 'state = "returned"\nreason = "Нет протокола."'), *single_language())
        load(folder)
        state = page().current_workflow_state
        assert (state.status, state.current_task_state.comment) == ("needs_changes", "Нет протокола.")

    def test_nobody_gets_mail(self, folder):
        load(folder)
        assert not mail.outbox


def moments(entry):
    return entry.first_published_at, entry.last_published_at


def single_language():
    return [
        without_translation(),
        (', kk = "Бас металлург қызметі" }', " }"),
        (', kk = "Басталмай тұрып өлшеу." }', " }"),
        (', kk = "2025 жыл" }', " }"),
    ]


@pytest.mark.django_db
class TestWrongData:
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (('unit = "kW.h/{piece}"', 'unit = "parsec"'), "entries/hardening.toml, rows.indicators, row 1, unit:"),
            (('indicator = "energy-per-unit"', 'indicator = "joy"'), "rows.indicators, row 1, indicator: there is no"),
            (("evidence = 1", "evidence = 2"), "rows.indicators, row 1, evidence:"),
            (("evidence = 1", "colour = 1"), "rows.indicators, row 1, colour: there is no such field"),
            ((', kk = "2025 жыл" }', " }"), "rows.indicators, row 1, period, kk: the text in this language is missing"),
            (('adopter = "demo-works"', 'adopter = "nobody"'), "common, adopter: there is no 'nobody'"),
            (('objectives = "<p>Не ждать.</p>"\n', ""), "ru, objectives:"),
            (('solution = "<p>Индуктор.</p>"\nt', 'solution = ""\nt'), "ru, solution:"),
            (('areas = ["05.4"]', 'areas = ["99"]'), "areas: there is no area '99'"),
            (('state = "published"', 'state = "ready"'), "state: 'ready' is none of"),
            (('cover = "furnace"', 'cover = "unicorn"'), "cover: there is no motif"),
            (('content = "xlsx"', 'content = "exe"'), "attachments, row 1, content:"),
            (("published = 2026-03-02", "published = 2026-03"), "entries/hardening.toml:"),
            (('title = "Закалка', 'titel = "Закалка'), "titel: this language lacks it"),
        ],
    )
    def test_the_message_names_file_row_and_field(self, folder, change, message):
        write(folder, change)
        with pytest.raises(DataError) as error:
            load(folder)
        assert message in str(error.value)

    def test_nothing_is_kept(self, folder, settings):
        write(folder, ('solution = "<p>Индуктор.</p>"\nt', 'solution = "<p></p>"\nt'), key="press")
        write(folder, ('replicability = "adapted"', 'replicability = "adapted"\nclearance = false'), key="zinc")
        with pytest.raises(DataError):
            load(folder)
        assert not Enterprise.objects.exists()
        assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]

    def test_an_account_of_somebody_is_not_taken_over(self, folder):
        User.objects.create_user("expert@demo.example.org", "a long password")
        with pytest.raises(DataError, match="own account"):
            load(folder)

    def test_a_page_of_an_enterprise_is_not_taken_over(self, folder, enterprise):
        make_entry(enterprise=enterprise, slug="hardening")
        with pytest.raises(DataError, match="no demonstration"):
            load(folder)


@pytest.mark.django_db
class TestCommands:
    def test_settings_of_production_refuse(self, settings):
        settings.DEMONSTRATION_USERS_ALLOWED = False
        with pytest.raises(CommandError, match="DEMONSTRATION_USERS_ALLOWED"):
            call_command("load_demo")

    def test_logins_are_printed_without_loading(self):
        out = StringIO()
        call_command("load_demo", print_logins=True, stdout=out)
        assert f"editor.kz@demo.example.org       {PASSWORD}   editor KZ" in out.getvalue()
        assert not User.objects.exists()

    def test_printed_logins_work(self):
        call_command("load_demo", only=["ploughshare-hardfacing"], verbosity=0)
        user = authenticate(email="author.by@demo.example.org", password=PASSWORD)
        assert user is not None
        assert user.is_demonstration

    def test_a_check_keeps_nothing(self, settings):
        out = StringIO()
        call_command("load_demo", check=True, only=["ploughshare-hardfacing"], stdout=out)
        assert out.getvalue() == "In order: 1 entries, 0 translations.\n"
        assert not Enterprise.objects.exists()

    def test_a_key_that_does_not_exist_is_named(self):
        with pytest.raises(CommandError, match=r"entries/unicorn\.toml: there is no such file"):
            call_command("load_demo", only=["unicorn"])

    def test_removal_takes_everything_away(self, folder):
        load(folder)
        call_command("remove_demo", verbosity=0)
        left = [model.objects.exists() for model in (EntryPage, Enterprise, User, KbImage, KbDocument, Tag)]
        assert not any(left)

    def test_removal_leaves_what_is_not_demonstration(self, folder, enterprise):
        entry = make_entry(enterprise=enterprise, tags=["закалка"])
        load(folder)
        call_command("remove_demo", verbosity=0)
        assert EntryPage.objects.get().pk == entry.pk
        assert Tag.objects.get().name == "закалка"

    def test_removal_names_the_page_that_stands_in_the_way(self, folder, enterprise):
        load(folder)
        entry = make_entry("case_study", enterprise=enterprise, title="Чужой пример")
        CaseStudyPage.objects.filter(pk=entry.pk).update(adopter=Enterprise.objects.get(slug="demo-works"))
        with pytest.raises(CommandError, match="Чужой пример"):
            call_command("remove_demo")
        assert page().live


@pytest.fixture(scope="module")
def entries():
    return read_entries(DATA)


@pytest.fixture(scope="module")
def published(entries):
    return [entry for entry in entries.values() if entry.state == "published"]


class TestFiles:
    """What the files of ``kb/data/demo`` hold."""

    def test_thirty_pages_are_in_russian(self, published):
        assert sum("ru" in entry.versions for entry in published) >= 30

    @pytest.mark.parametrize("language", ["be", "kk", "en"])
    def test_eight_pages_are_in_each_other_language(self, published, language):
        assert sum(language in entry.versions for entry in published) >= 8

    def test_ten_areas_are_covered(self, published):
        assert len({code.split(".")[0] for entry in published for code in entry.areas}) >= 10

    def test_both_countries_write(self, published):
        assert len(Counter(entry.enterprise for entry in published)) >= 8

    def test_every_state_has_a_page(self, entries):
        states = {entry.state for entry in entries.values()}
        assert states == {"draft", "technical_review", "editorial_review", "returned", "published"} | {
            "needs_confirmation", "archived",
        }  # fmt: skip

    @pytest.mark.parametrize("motif", sorted(motifs()))
    def test_every_motif_can_be_drawn(self, motif):
        assert draw(motif).startswith(b"\xff\xd8")

    @pytest.mark.django_db
    def test_every_version_is_complete(self, entries, locales):
        builder = Builder(load_people(DATA).enterprises, StoredFiles())
        problems = {}
        for entry in entries.values():
            for language in entry.versions:
                version = builder.build(entry, language)
                version.locale = locales[language]
                # These two are given by the place in the tree.
                errors = {name: text for name, text in version.submission_errors().items() if name not in TREE}
                if errors and entry.state != "draft":
                    problems[entry.key, language] = errors
        assert not problems
