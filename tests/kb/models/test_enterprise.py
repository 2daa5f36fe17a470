"""Enterprises: tax numbers with check digits, regions, names in four languages."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from kb.models import Enterprise, Membership
from kb.tax_numbers import validate_bin, validate_unp
from tests.factories.accounts import UserFactory
from tests.factories.kb import EnterpriseFactory, bin_number, unp_number


# Numbers that public registers show: Belarusian and Kazakh enterprises.
@pytest.mark.parametrize("number", ["200988541", "100363840"])
def test_valid_unp(number):
    validate_unp(number)


@pytest.mark.parametrize(
    "number", ["200988542", "20098854", "2009885411", "20098854X", "", "200 988 541", "УНП200988541"]
)
def test_invalid_unp(number):
    with pytest.raises(ValidationError):
        validate_unp(number)


@pytest.mark.parametrize("number", ["940140000385", "020440003656"])
def test_valid_bin(number):
    validate_bin(number)


@pytest.mark.parametrize("number", ["940140000386", "94014000038", "9401400003855", "94014000038X", "", "٩٤٠١٤٠٠٠٠٣٨٥"])
def test_invalid_bin(number):
    with pytest.raises(ValidationError):
        validate_bin(number)


@pytest.mark.parametrize("number", range(0, 40, 7))
def test_numbers_of_the_factory_are_valid(number):
    validate_unp(unp_number(number))
    validate_bin(bin_number(number))


@pytest.mark.django_db
class TestEnterprise:
    def test_of_belarus_has_a_unp(self):
        with pytest.raises(ValidationError) as caught:
            EnterpriseFactory.build(country="BY", tax_id=bin_number(1)).full_clean()
        assert set(caught.value.message_dict) == {"tax_id"}

    def test_of_kazakhstan_has_a_bin(self):
        with pytest.raises(ValidationError) as caught:
            EnterpriseFactory.build(country="KZ", tax_id=unp_number(1)).full_clean()
        assert set(caught.value.message_dict) == {"tax_id"}

    def test_lies_in_a_region_of_its_country(self):
        with pytest.raises(ValidationError) as caught:
            EnterpriseFactory.build(country="BY", region="KZ-75").full_clean()
        assert set(caught.value.message_dict) == {"region"}

    def test_from_the_factory_is_valid(self):
        EnterpriseFactory.build(country="KZ").full_clean()

    def test_tax_number_is_taken_once(self):
        first = EnterpriseFactory()
        with pytest.raises(ValidationError) as caught:
            EnterpriseFactory.build(tax_id=first.tax_id).full_clean()
        assert "tax_id" in caught.value.message_dict

    def test_needs_its_russian_name_only(self):
        EnterpriseFactory.build(name_en="").full_clean()

    def test_person_is_a_member_once(self):
        enterprise, user = EnterpriseFactory(), UserFactory()
        Membership.objects.create(user=user, enterprise=enterprise)
        with pytest.raises(IntegrityError):
            Membership.objects.create(user=user, enterprise=enterprise)


@pytest.mark.parametrize(("language", "name"), [("en", "Plant"), ("be", "Завод"), ("kk", "Зауыт"), ("ru", "Завод")])
def test_name_is_in_the_language_of_the_interface_or_russian(language, name):
    enterprise = Enterprise(name_ru="Завод", name_en="Plant", name_kk="Зауыт")
    with translation.override(language):
        assert enterprise.name == name
