"""manage.py demo: a company to look at (small), or one to measure with (large)."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discovery.home.demo.build import DemoExists, build_demo
from discovery.home.demo.large import build_large
from discovery.home.demo.logins import DEMO_LOGINS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Fill the database with a lifelike company, or with a huge one for the benchmarks."

    def add_arguments(self, parser):
        parser.add_argument("--scale", choices=["small", "large"], default="small")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--force",
            action="store_true",
            help="Even outside local mode. The demo's password is known to everybody.",
        )

    def handle(self, *, scale, seed, force, **options):
        if not (settings.DEBUG or settings.LOCAL_MODE or force):
            raise CommandError(
                "The demo's password is public, so it is made on local machines only. "
                "Use --force if nobody else can reach this one."
            )
        started = time.monotonic()
        try:
            if scale == "large":
                workspace = build_large(say=self.stdout.write, seed=seed)
            else:
                workspace = build_demo(seed=seed)
        except DemoExists as error:
            raise CommandError(
                "The demo is there already. It is made once; use another database."
            ) from error
        self.stdout.write(
            f"Made {workspace} in {time.monotonic() - started:.1f} s. Sign in as:"
        )
        for email, description in DEMO_LOGINS:
            self.stdout.write(f"  {email:<22} {description}")
        self.stdout.write(f"with the password {DEMO_PASSWORD}")
