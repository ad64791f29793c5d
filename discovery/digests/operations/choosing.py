from django.db import transaction
from django.utils.timezone import now

from discovery.digests.models import DigestChoice


@transaction.atomic
def save_choice(membership, **chosen):
    """Keep how a member wants their digest."""
    choice, _ = DigestChoice.objects.update_or_create(
        membership=membership,
        defaults={
            "workspace_id": membership.workspace_id,
            "changed_at": now(),
            **chosen,
        },
    )
    return choice


def stop_digest(membership):
    """No more digests for this person, not even one that waits; their other choices stay."""
    save_choice(membership, is_on=False, scope=DigestChoice.of(membership).scope)
