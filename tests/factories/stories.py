import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from snapshots.models import StoryPage, StoryPassage
from tests.factories.snapshots import MomentFactory, SnapshotFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


class StoryPageFactory(DjangoModelFactory):
    """A draft of a team, without a story on it."""

    class Meta:
        model = StoryPage

    class Params:
        published = factory.Trait(
            published_at=factory.LazyFunction(now),
            published_by=factory.SelfAttribute("created_by"),
        )

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    question = "What happens when somebody calls in sick?"
    created_by = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )


class StoryPassageFactory(DjangoModelFactory):
    """A published story on a page."""

    class Meta:
        model = StoryPassage

    story_page = factory.SubFactory(StoryPageFactory)
    workspace = factory.SelfAttribute("story_page.workspace")
    snapshot = factory.SubFactory(
        SnapshotFactory,
        published=True,
        interview__team=factory.SelfAttribute("...story_page.team"),
        interview__participant__workspace=factory.SelfAttribute("....workspace"),
    )
    position = factory.Sequence(lambda n: n)


def tell_story(story_page, name="Sarah Whitcombe", *, draft=False, **fields):
    """A passage about somebody with one moment, published unless said otherwise."""
    passage = StoryPassageFactory(
        story_page=story_page,
        snapshot__interview__participant__name=name,
        snapshot__name=name,
        **fields,
    )
    if draft:
        passage.snapshot.published_at = passage.snapshot.published_by = None
        passage.snapshot.save()
    MomentFactory(snapshot=passage.snapshot)
    return passage
