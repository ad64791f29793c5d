"""A chat message's words, made at the moment in which it is posted."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discovery.digests.messages import ChatMessage, ChatStory
from discovery.digests.models import ChatPost
from discovery.digests.reach import reach_of_hook
from discovery.digests.stories import MOST_STORIES, published_between, tell
from discovery.workspaces.links import absolute_url
from snapshots.outside import find_revealing

MOST_COUNTED = 100


def message_of(post):
    """What is to be said now, in the workspace's language; ``None`` if nothing is left to say."""
    with translation.override(post.hook.workspace.language):
        if post.occasion == ChatPost.Occasion.TEST:
            return _test(post)
        stories = _stories(post)
        return _message(post, stories) if stories else None


def _test(post):
    heading = _("This is a test from Earshot: %(company)s can post to this chat.")
    return ChatMessage(
        event=event_of(post),
        heading=heading % {"company": post.hook.workspace},
        read_label=_("Read the page"),
        more_label=_("All snapshots"),
        more_url=_wall_url(post.hook.workspace),
    )


def _stories(post):
    """A chat is outside: under pseudonyms, unless names are on and the person has agreed."""
    hook = post.hook
    if post.occasion == ChatPost.Occasion.EACH:
        published = hook.workspace.snapshots.published()
        found = reach_of_hook(hook).within(published.filter(pk=post.snapshot_id))
    else:
        found = published_between(
            hook.workspace, reach_of_hook(hook), post.since, post.until
        )[:MOST_COUNTED]
    return tell(found, hook.workspace, is_outside=True, shows_name=hook.shows_names)


def _message(post, stories):
    heading = ngettext(
        "One new story from our customers",
        "%(count)s new stories from our customers",
        len(stories),
    ) % {"count": len(stories)}
    more = len(stories) - MOST_STORIES
    label = ngettext("And one more", "And %(more)s more", more) % {"more": more}
    return ChatMessage(
        event=event_of(post),
        heading=heading,
        read_label=_("Read the page"),
        stories=[_in_chat(story) for story in stories[:MOST_STORIES]],
        more_label=label if more > 0 else _("All snapshots"),
        more_url=_wall_url(post.hook.workspace),
    )


def _in_chat(story):
    """The story without the texts that may give somebody away: nobody reads them before (C11)."""
    page = story.page
    places = find_revealing(page.snapshot, shows_name=not page.is_pseudonymous)
    revealing = {place.part for place in places}
    return ChatStory(
        name=page.name,
        url=story.url,
        quote="" if "quote" in revealing else page.quote,
        title="" if "story_title" in revealing else page.story_title,
        team=story.team.name,
    )


def event_of(post):
    return f"earshot-{post.occasion}-{post.pk}"


def _wall_url(workspace):
    return absolute_url(reverse("snapshots:library", args=[workspace.slug]))
