from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from discovery.audit.operations import record
from discovery.notifications.operations import notify
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission
from recruiting.models import Channel, Nomination, Participant, SuppressedAddress
from recruiting.pseudonyms import draw_pseudonym

# How often a pseudonym that somebody else took in the same moment is drawn again.
DRAWS = 5


class AddressTaken(Exception):
    """Somebody with this address is in the panel already: ``participant``."""

    def __init__(self, participant):
        super().__init__(participant)
        self.participant = participant


class AddressSuppressed(Exception):
    """The person behind this address had themselves erased and is not to be added again."""


@transaction.atomic
def add_participant(*, workspace, name, email="", channel, by=None, **details):
    """Put somebody into the panel, with a pseudonym of their own.

    Raises ``AddressTaken`` if the address is known and ``AddressSuppressed`` if its owner
    had themselves erased.
    """
    email = email.strip().lower()
    if is_suppressed(workspace, email):
        raise AddressSuppressed
    if known := find_by_email(workspace, email):
        raise AddressTaken(known)
    participant = _create(workspace, name=name, email=email, channel=channel, **details)
    record("participant_added", participant, by=by)
    return participant


def _create(workspace, **fields):
    """Create the row; draw again if the pseudonym, or find out if the address, was just taken."""
    for _draw in range(DRAWS):
        try:
            with transaction.atomic():
                return Participant.objects.create(
                    workspace=workspace,
                    pseudonym=draw_pseudonym(_taken_in(workspace)),
                    **fields,
                )
        except IntegrityError:
            if known := find_by_email(workspace, fields["email"]):
                raise AddressTaken(known) from None
    raise RuntimeError("No free pseudonym was found.")


def _taken_in(workspace):
    def taken(candidates):
        others = Participant.objects.filter(
            workspace=workspace, pseudonym__in=candidates
        )
        return others.values_list("pseudonym", flat=True)

    return taken


def find_by_email(workspace, email):
    """Return the participant with this address, whatever its letters' case, or None."""
    if not email:
        return None
    people = workspace.participants.alias(lower_email=Lower("email"))
    return people.filter(lower_email=email.lower()).first()


def is_suppressed(workspace, email):
    return (
        bool(email)
        and SuppressedAddress.objects.filter(
            workspace=workspace, address_hash=hash_address(workspace, email)
        ).exists()
    )


def hash_address(workspace, email):
    """A keyed hash of an address, different in every workspace (trust.md C6)."""
    return salted_hmac(
        f"earshot.suppressed.{workspace.pk}", email.strip().lower(), algorithm="sha256"
    ).hexdigest()


@transaction.atomic
def update_participant(participant, *, by=None, **changes):
    """Change what we know about somebody. Raises ``AddressTaken`` for another's address."""
    if "email" in changes:
        changes["email"] = changes["email"].strip().lower()
        known = find_by_email(participant.workspace, changes["email"])
        if known and known.pk != participant.pk:
            raise AddressTaken(known)
    changed = [
        name for name, value in changes.items() if getattr(participant, name) != value
    ]
    if not changed:
        return participant
    for name in changed:
        setattr(participant, name, changes[name])
    participant.save(update_fields=changed)
    record("participant_changed", participant, by=by, fields=changed)
    return participant


@transaction.atomic
def nominate_participant(*, by, name, email, reason, team=None, **details):
    """Take down whom a colleague would like the team to talk to, once for each of them.

    Whether the person was in the panel already is not told (that is the panel's secret); an
    erased person's wish is kept by doing nothing.
    """
    try:
        participant = add_participant(
            workspace=by.workspace,
            name=name,
            email=email,
            channel=Channel.COLLEAGUE,
            by=by,
            team=team,
            nominated_by=by,
            **details,
        )
    except AddressSuppressed:
        return None
    except AddressTaken as taken:
        participant = taken.participant
    nomination, created = Nomination.objects.get_or_create(
        participant=participant,
        nominated_by=by,
        defaults={"workspace": by.workspace, "reason": reason},
    )
    if created:
        record("participant_nominated", participant, by=by)
        _tell_recruiters(nomination, team)
    return nomination


def _tell_recruiters(nomination, team):
    """Notify those who invite: the team's members, or all researchers if no team is named."""
    able = Membership.objects.active().filter(workspace=nomination.workspace)
    if team:
        able = able.filter(teams=team)
        able = able.with_permission(Permission.PARTICIPANT_INVITE)
    else:
        able = able.with_permission(Permission.PANEL_MANAGE)
    for membership in able.exclude(pk=nomination.nominated_by_id)[:20]:
        notify(
            membership,
            key=f"nomination:{nomination.pk}",
            kind="nomination",
            text=_nominated(nomination, membership.user.language),
            url=nomination.participant.path,
        )


def _nominated(nomination, language):
    people = {"colleague": nomination.nominated_by, "person": nomination.participant}
    with translation.override(language):
        return gettext("%(colleague)s nominated %(person)s") % people
