"""Who chose another digest than the usual, and a chat that waits to be switched on."""

from discovery.digests.models import ChatHook, DigestChoice, Weekday
from discovery.digests.sealing import seal

# An address of nobody: the hook is off until an admin puts in their own.
ADDRESS = "https://chat.example.com/hooks/lumen-rota-customers"


def make_digests(cast):
    DigestChoice.objects.create(
        workspace=cast.workspace,
        membership=cast.members["tomas"],
        weekday=Weekday.FRIDAY,
        hour=15,
        scope=DigestChoice.Scope.ALL,
    )
    ChatHook.objects.create(
        workspace=cast.workspace,
        name="#customers",
        kind=ChatHook.Kind.MATTERMOST,
        sealed_address=seal(ADDRESS),
        address_hint="chat.example.com/…mers",
        occasion=ChatHook.Occasion.EACH,
        is_on=False,
        on_since=cast.moment,
        created_by=cast.members["grace"],
        created_at=cast.moment,
    )
