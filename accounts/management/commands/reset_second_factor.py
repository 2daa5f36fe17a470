"""``manage.py reset_second_factor EMAIL``: for somebody who has lost both the telephone and the recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User


class Command(BaseCommand):
    """Takes the second factor of an account away; its owner is told, and sets up another one."""

    help = "Takes the second factor of an account away, after you have made sure who asks for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that the person signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {options['email']}.")
        removed = list(Authenticator.objects.filter(user=user))
        with transaction.atomic():
            for authenticator in removed:
                authenticator.delete()
                authenticator_removed.send(Authenticator, request=None, user=user, authenticator=authenticator)
        self.stdout.write(f"{user.email}: the second factor is taken away." if removed else f"{user.email} had none.")
