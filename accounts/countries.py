"""The two countries of the exchange and their regions (ISO 3166-1 and 3166-2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    """A country whose enterprises take part."""

    BELARUS = "BY", _("Belarus")
    KAZAKHSTAN = "KZ", _("Kazakhstan")


class Region(models.TextChoices):
    """First-level regions; the first two letters of a code are the country's."""

    BREST = "BY-BR", _("Brest region")
    MINSK_CITY = "BY-HM", _("Minsk")
    GOMEL = "BY-HO", _("Gomel region")
    GRODNO = "BY-HR", _("Grodno region")
    MOGILEV = "BY-MA", _("Mogilev region")
    MINSK_REGION = "BY-MI", _("Minsk region")
    VITEBSK = "BY-VI", _("Vitebsk region")
    ABAI = "KZ-10", _("Abai region")
    AKMOLA = "KZ-11", _("Akmola region")
    AKTOBE = "KZ-15", _("Aktobe region")
    ALMATY_REGION = "KZ-19", _("Almaty region")
    ATYRAU = "KZ-23", _("Atyrau region")
    WEST_KAZAKHSTAN = "KZ-27", _("West Kazakhstan region")
    JAMBYL = "KZ-31", _("Zhambyl region")
    JETISU = "KZ-33", _("Zhetysu region")
    KARAGANDA = "KZ-35", _("Karaganda region")
    KOSTANAY = "KZ-39", _("Kostanay region")
    KYZYLORDA = "KZ-43", _("Kyzylorda region")
    MANGYSTAU = "KZ-47", _("Mangystau region")
    PAVLODAR = "KZ-55", _("Pavlodar region")
    NORTH_KAZAKHSTAN = "KZ-59", _("North Kazakhstan region")
    TURKISTAN = "KZ-61", _("Turkistan region")
    ULYTAU = "KZ-62", _("Ulytau region")
    EAST_KAZAKHSTAN = "KZ-63", _("East Kazakhstan region")
    ASTANA = "KZ-71", _("Astana")
    ALMATY = "KZ-75", _("Almaty")
    SHYMKENT = "KZ-79", _("Shymkent")
