from django.core.management.commands import migrate

from discovery.workspaces.migrating import LazyExecutor


class Command(migrate.Command):
    def handle(self, *args, **options):
        # Django’s command has no other place to say which executor it works with.
        migrate.MigrationExecutor = LazyExecutor
        return super().handle(*args, **options)
