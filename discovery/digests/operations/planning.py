"""Rows for what is to be posted: one for each week of a chat, or for each publication."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils.timezone import now

from discovery.digests.models import ChatHook, ChatPost
from discovery.digests.operations.sending import LATEST, LONGEST_WINDOW, SETTLING
from discovery.digests.reach import reach_of_hook
from discovery.digests.weekly import latest_time, name_of_week
from snapshots.models import Snapshot

# A publication is news for a day; later the chat has moved on.
NEWS = timedelta(days=1)
KEPT_FOR = timedelta(days=60)


def plan_posts(moment=None):
    """Make a row for every occasion that has come; those that are there stay as they are."""
    moment = moment or now()
    hooks = ChatHook.objects.filter(is_on=True).select_related("workspace")
    last = ChatPost.objects.filter(hook=OuterRef("pk")).exclude(week=None)
    posts = []
    for hook in hooks.annotate(
        told_until=Subquery(last.order_by("-until").values("until")[:1])
    ):
        if hook.occasion == ChatHook.Occasion.WEEKLY:
            posts += _weekly(hook, moment)
        else:
            posts += _each(hook, moment)
    ChatPost.objects.bulk_create(posts, ignore_conflicts=True)


def _weekly(hook, moment):
    zone = hook.workspace.time_zone
    due_at = latest_time(hook.weekday, hook.hour, zone, moment - SETTLING)
    since = max(hook.told_until or hook.on_since, hook.on_since)
    if since >= due_at or due_at <= moment - LATEST:
        return
    yield ChatPost(
        workspace_id=hook.workspace_id,
        hook=hook,
        occasion=ChatPost.Occasion.WEEKLY,
        week=name_of_week(due_at, zone),
        since=max(since, due_at - LONGEST_WINDOW),
        until=due_at,
        due_at=moment,
    )


def _each(hook, moment):
    since = max(hook.on_since, moment - NEWS)
    # What was a draft again when its post was to go out, and is published anew, is news.
    hook.posts.filter(
        state=ChatPost.State.CANCELLED,
        snapshot__published_at__gt=Greatest(F("settled_at"), since),
    ).delete()
    told = ChatPost.objects.filter(hook=hook, snapshot=OuterRef("pk"))
    news = Snapshot.objects.filter(
        ~Exists(told), workspace=hook.workspace_id, published_at__gt=since
    )
    for pk in reach_of_hook(hook).within(news).values_list("pk", flat=True)[:20]:
        yield ChatPost(
            workspace_id=hook.workspace_id,
            hook=hook,
            occasion=ChatPost.Occasion.EACH,
            snapshot_id=pk,
            due_at=moment,
        )


def forget_old_posts():
    """Rows are kept as long as the page of the chats shows them or an occasion may come again."""
    old = ChatPost.objects.filter(created_at__lt=now() - KEPT_FOR)
    return old.exclude(state__in=["queued", "posting"]).delete()[0]
