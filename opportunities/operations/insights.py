"""Key insights: what a team tells everybody, what it stands on, and who has been told (R77)."""

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from discovery.audit.operations import record
from discovery.notifications.operations import draft_notice, notify_all
from discovery.workspaces.models import Team
from opportunities.access import check_may_tell
from opportunities.models import InsightEvidence, InsightReader, KeyInsight
from opportunities.operations.promises import forget_reminders
from opportunities.operations.refusals import StaleEdit
from opportunities.queries.promises import address_of

TOLD = gettext_noop("%(member)s tells you of an insight.")
OWNED = gettext_noop("%(member)s made you the owner of an insight.")


@transaction.atomic
def add_insight(team, *, by, client_id, text, owner, due_on=None, decision=None):
    """Put an insight behind those that the team tells already."""
    check_may_tell(team, by)
    _lock(team)
    last = KeyInsight.objects.filter(team=team).aggregate(last=Max("position"))["last"]
    insight, created = KeyInsight.objects.get_or_create(
        team=team,
        client_id=client_id,
        defaults={
            "workspace": team.workspace,
            "text": text,
            "owner": owner,
            "due_on": due_on,
            "decision": decision,
            "position": (last or 0) + 1,
            "created_by": by,
        },
    )
    if created:
        record("insight_added", insight, by=by)
        _tell_owner(insight, by)
    return insight


@transaction.atomic
def edit_insight(insight, *, by, version, **wanted):
    """Change what is written on the card, unless somebody did since ``version`` was seen."""
    check_may_tell(insight.team_id, by)
    row = KeyInsight.objects.select_for_update().get(pk=insight.pk)
    if row.version != version:
        raise StaleEdit(row, "text", wanted.get("text"))
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    if "due_on" in changed or "owner" in changed:
        row.reminders = 0
    row.version += 1
    row.save(update_fields={*changed, "reminders", "version"})
    if row.reminders == 0:
        forget_reminders(row)
    record("insight_changed", row, by=by, fields=changed)
    if "owner" in changed:
        _tell_owner(row, by)
    return row


@transaction.atomic
def name_decision(insight, decision, *, by):
    """Note which decision followed from an insight."""
    row = KeyInsight.objects.select_for_update().get(pk=insight.pk)
    return edit_insight(row, by=by, version=row.version, decision=decision)


@transaction.atomic
def move_insight(insight, *, by, direction):
    """One place up or down among what the team tells now."""
    check_may_tell(insight.team_id, by)
    _lock(insight.team_id)
    rows = list(
        KeyInsight.objects.current()
        .filter(team=insight.team_id)
        .order_by("position", "pk")
    )
    keys = [row.pk for row in rows]
    if insight.pk not in keys:
        return
    at = keys.index(insight.pk)
    to = at + (-1 if direction == "up" else 1)
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, row in enumerate(rows, 1):
        row.position = position
    KeyInsight.objects.bulk_update(rows, ["position"])
    record("insight_moved", insight, by=by)


@transaction.atomic
def drop_insight(insight, *, by, is_dropped=True):
    """Tell it no longer, or again; twice is once. Bringing back also reopens what was done."""
    check_may_tell(insight.team_id, by)
    row = KeyInsight.objects.select_for_update().get(pk=insight.pk)
    if is_dropped == (not row.is_current):
        return row
    row.dropped_at = now() if is_dropped else None
    row.done_at = None
    row.reminders = 0
    row.version += 1
    row.save(update_fields=["dropped_at", "done_at", "reminders", "version"])
    forget_reminders(row)
    record("insight_dropped" if is_dropped else "insight_restored", row, by=by)
    return row


@transaction.atomic
def add_evidence(insight, *, by, **about):
    """Put a heard opportunity, a story or a node behind an insight; twice is once."""
    check_may_tell(insight.team_id, by)
    evidence, created = InsightEvidence.objects.get_or_create(
        insight=insight,
        **about,
        defaults={"workspace_id": insight.workspace_id, "added_by": by},
    )
    if created:
        record("insight_evidence_added", insight, by=by)
    return evidence


@transaction.atomic
def remove_evidence(evidence, *, by):
    check_may_tell(evidence.insight.team_id, by)
    record("insight_evidence_removed", evidence.insight, by=by)
    evidence.delete()


@transaction.atomic
def tell_insight(insight, *, members, by):
    """Note who is told, and tell them: each once, in words that name no customer."""
    check_may_tell(insight.team_id, by)
    known = set(insight.told.values_list("membership", flat=True))
    new = [member for member in members if member.pk not in known]
    InsightReader.objects.bulk_create(
        [
            InsightReader(
                workspace_id=insight.workspace_id,
                insight=insight,
                membership=member,
                told_by=by,
            )
            for member in new
        ],
        ignore_conflicts=True,
    )
    if new:
        record("insight_told", insight, by=by)
    notify_all(
        [
            _notice(insight, member, "told", TOLD, by)
            for member in new
            if member.pk != by.pk
        ]
    )
    return new


def _tell_owner(insight, by):
    if insight.owner_id != by.pk:
        text = OWNED
        notify_all(
            [_notice(insight, insight.owner, f"owned:{insight.version}", text, by)]
        )


def _notice(insight, member, occasion, text, by):
    with translation.override(member.user.language):
        text = _(text) % {"member": by}
    return draft_notice(
        member,
        key=f"insight:{insight.pk}:{occasion}",
        kind="insight",
        text=text,
        url=address_of(insight),
    )


def _lock(team):
    """Let one change the order of a team's insights at a time."""
    key = getattr(team, "pk", team)
    Team.objects.select_for_update().get(pk=key)
