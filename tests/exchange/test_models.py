"""Words that two models share."""

from exchange.models import Purpose
from kb.models import TechnologyPage


def test_whoever_writes_can_want_every_form_of_cooperation_that_pages_offer():
    assert dict(Purpose.choices).items() >= dict(TechnologyPage.Cooperation.choices).items()
