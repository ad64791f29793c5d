"""manage.py setup_link: how the first person gets in."""

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from discovery.administration.operations import SetupIsOver, make_setup_link
from discovery.workspaces.links import absolute_url


class Command(BaseCommand):
    help = "Print the one-time address under which the first admin makes an account."

    def handle(self, **options):
        try:
            token = make_setup_link()
        except SetupIsOver as error:
            raise CommandError(
                "There is an account already. Its owner can invite others under Settings."
            ) from error
        self.stdout.write(absolute_url(reverse("entry:setup", args=[token])))
