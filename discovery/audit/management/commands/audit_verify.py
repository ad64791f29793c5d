"""manage.py audit_verify: whether anybody has altered or removed a line of the audit trail."""

from django.core.management.base import BaseCommand, CommandError

from discovery.audit.sealing import check_chain
from discovery.workspaces.models import Workspace


class Command(BaseCommand):
    help = (
        "Check the hash chain of every workspace's audit trail. Keep the printed end of "
        "the chain elsewhere: lines cut off at the end can only be seen by comparing it."
    )

    def handle(self, **options):
        broken = 0
        for workspace in [*Workspace.objects.order_by("slug"), None]:
            verdict = check_chain(workspace)
            name = workspace.slug if workspace else "(no workspace)"
            if verdict.trouble:
                broken += 1
                self.stdout.write(f"{name}: BROKEN, {verdict.trouble}")
                continue
            late = f", {verdict.unsealed} not sealed yet" if verdict.unsealed else ""
            end = verdict.end[:16] or "empty"
            self.stdout.write(f"{name}: whole, {verdict.links} links, end {end}{late}")
        if broken:
            raise CommandError(f"{broken} audit trail(s) were tampered with.")
