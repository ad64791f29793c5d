from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from interviews.models import Attendance
from opportunities.models import Evidence
from snapshots.models import Reading
from snapshots.wall_filters import ids_under
from tests.factories.interviews import InterviewFactory
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory


@pytest.fixture
def wall(sign_in, workspace, stakeholder):
    """The names on the wall, as a stakeholder asked for it."""
    client = sign_in(stakeholder)
    url = reverse("snapshots:library", args=[workspace.slug])

    def wall(**asked):
        page = client.get(url, asked)
        assert page.status_code == 200
        assert page.context["count"] == len(page.context["cards"])
        return [card.snapshot.name for card in page.context["cards"]]

    return wall


@pytest.fixture
def tell(team):
    def tell(name="Sarah", *, audience="customer", **fields):
        interview = InterviewFactory(
            team=team,
            held=True,
            participant__name=name,
            participant__audience=audience,
            participant__workspace=team.workspace,
        )
        return SnapshotFactory(interview=interview, published=True, **fields)

    return tell


def place(snapshot, opportunity, member):
    heard = HeardOpportunityFactory(snapshot=snapshot)
    Evidence.objects.create(
        workspace=snapshot.workspace,
        opportunity=opportunity,
        heard=heard,
        placed_by=member,
    )


def test_by_audience(tell, wall):
    tell("Sarah", audience="user")
    tell("Ben", audience="customer")

    assert wall(audience="user") == ["Sarah"]
    assert wall(audience="nonsense") == ["Ben", "Sarah"]


@pytest.mark.parametrize("named", [10, 0])
def test_by_outcome_and_by_opportunity_with_all_that_stands_under_it(
    tell, wall, team, member, monkeypatch, named
):
    monkeypatch.setattr("snapshots.wall_filters.MOST_HEARD", named)
    outcome = OutcomeFactory(team=team)
    parent = OpportunityFactory(outcome=outcome)
    child = OpportunityFactory(outcome=outcome, parent=parent)
    other = OpportunityFactory(outcome=OutcomeFactory(team=team))
    place(tell("Under"), child, member)
    place(tell("Elsewhere"), other, member)
    tell("Nowhere")

    assert wall(outcome=outcome.pk) == ["Under"]
    assert wall(opportunity=parent.pk) == ["Under"]
    assert wall(opportunity=other.pk) == ["Elsewhere"]
    assert wall(opportunity=other.pk, outcome=outcome.pk) == []


def test_by_the_words_of_a_moment_and_of_a_name(tell, wall):
    MomentFactory(snapshot=tell("Sarah Weber"), title="The phone rings", text="a coat")
    MomentFactory(snapshot=tell("Ben Weber"), title="A coat")

    assert wall(moment="phone") == ["Sarah Weber"]
    assert wall(moment="coat") == ["Ben Weber"]
    assert wall(name="sar") == ["Sarah Weber"]
    assert wall(name="weber", moment="coat") == ["Ben Weber"]


@pytest.mark.parametrize("newest", [2_000, 1])
def test_moments_and_names_that_are_too_many_are_found_as_well(
    tell, wall, monkeypatch, newest
):
    monkeypatch.setattr("snapshots.wall_words.MOST_NAMED", 0)
    monkeypatch.setattr("snapshots.wall.FEW_NEWEST", newest)
    monkeypatch.setattr("snapshots.wall.NEWEST", newest)
    MomentFactory(snapshot=tell("Sarah", quote="A zebra"), title="The phone rings")
    MomentFactory(snapshot=tell("Ben"), title="The phone rings")
    tell("Zoë", quote="A zebra")

    assert wall(moment="phone") == ["Ben", "Sarah"]
    assert wall(name="ben") == ["Ben"]
    assert wall(q="zebra", moment="phone") == ["Sarah"]
    assert wall(name="zoe", moment="phone") == []


def test_of_too_many_only_those_that_were_read_are_counted(
    sign_in, workspace, stakeholder, tell, monkeypatch
):
    monkeypatch.setattr("snapshots.wall_words.MOST_NAMED", 0)
    monkeypatch.setattr("snapshots.views.library.CARDS", 1)
    monkeypatch.setattr("snapshots.wall.MOST_COUNTED", 2)
    for _ in range(3):
        MomentFactory(snapshot=tell(), title="The phone rings")
    url = reverse("snapshots:library", args=[workspace.slug])

    page = sign_in(stakeholder).get(url, {"moment": "phone"})

    assert "More than 2 stories" in page.text


def test_by_person(tell, wall):
    sarah = tell("Sarah")
    tell("Ben")

    assert wall(person=sarah.participant_id) == ["Sarah"]


def test_a_person_is_called_as_their_page_calls_them(
    sign_in, workspace, stakeholder, tell
):
    page = tell("Sarah Whitcombe")
    page.name = "Sarah"
    page.save()
    url = reverse("snapshots:library", args=[workspace.slug])

    response = sign_in(stakeholder).get(url, {"person": page.participant_id})

    chips = {chip.name: chip for chip in response.context["chips"].more}
    assert chips["name"].words == "Sarah"
    assert "Whitcombe" not in response.text


def test_by_days(tell, wall):
    today = localdate()
    tell("Today", talked_on=today)
    tell("Long ago", talked_on=date(2020, 5, 1))

    assert wall(when="month") == ["Today"]
    assert wall(since="2020-05-01", until="2020-05-01") == ["Long ago"]
    assert wall(until=(today - timedelta(days=1)).isoformat()) == ["Long ago"]
    assert wall(since="not a day", when="nonsense") == ["Today", "Long ago"]


def test_by_who_held_the_talk_or_wrote_the_page(tell, wall, workspace):
    author = MembershipFactory(workspace=workspace)
    tell("Published", published_by=author)
    tell("Begun", created_by=author)
    for name, part in (("Led", "lead"), ("Listened", "observer")):
        talk = tell(name).interview
        Attendance.objects.create(
            workspace=workspace,
            interview=talk,
            membership=author,
            user=author.user,
            part=part,
            during=talk.during,
            is_blocking=False,
        )
    tell("Another's")

    assert sorted(wall(by=author.pk)) == ["Begun", "Led", "Published"]


def test_by_what_one_has_not_read(tell, wall, stakeholder):
    read = tell("Read")
    tell("Unread")
    Reading.objects.create(
        workspace=read.workspace, snapshot=read, membership=stakeholder
    )

    assert wall(unread=1) == ["Unread"]


def test_filters_and_words_together(tell, wall):
    tell("Sarah", quote="My coat", audience="user")
    tell("Ben", quote="My coat")
    tell("Zoë", quote="My hat", audience="user")

    assert wall(q="coat", audience="user") == ["Sarah"]


@pytest.mark.parametrize("name", ["outcome", "opportunity", "by", "person", "team"])
def test_what_belongs_to_another_workspace_is_unknown(
    sign_in, workspace, stakeholder, name
):
    other = WorkspaceFactory()
    theirs = {
        "outcome": lambda: OutcomeFactory(team__workspace=other),
        "opportunity": lambda: OpportunityFactory(outcome__team__workspace=other),
        "by": lambda: MembershipFactory(workspace=other),
        "person": lambda: SnapshotFactory(published=True).participant,
        "team": lambda: OutcomeFactory(team__workspace=other).team,
    }[name]()
    client = sign_in(stakeholder)
    url = reverse("snapshots:library", args=[workspace.slug])

    assert client.get(url, {name: theirs.pk}).status_code == 404
    assert client.get(url, {name: "x"}).status_code == 404


def test_a_person_with_drafts_alone_is_unknown_to_a_reader(
    sign_in, workspace, stakeholder, draft
):
    client = sign_in(stakeholder)
    url = reverse("snapshots:library", args=[workspace.slug])

    assert client.get(url, {"person": draft.participant_id}).status_code == 404


def test_chips_say_what_is_chosen_and_each_is_taken_back_by_itself(
    sign_in, workspace, stakeholder, tell
):
    tell(audience="user")
    url = reverse("snapshots:library", args=[workspace.slug])

    page = sign_in(stakeholder).get(
        url, {"q": "coat", "audience": "user", "since": "2026-01-01"}
    )

    chips = {chip.name: chip for chip in page.context["chips"].first}
    assert chips["audience"].words == "End user"
    assert chips["audience"].base == "q=coat&since=2026-01-01"
    assert chips["when"].words == "since 1 Jan 2026"
    assert chips["when"].base == "q=coat&audience=user"
    assert "Clear all" in page.text


def test_the_next_page_keeps_what_is_asked_for(
    sign_in, workspace, stakeholder, tell, monkeypatch
):
    monkeypatch.setattr("snapshots.views.library.CARDS", 1)
    tell("Old", audience="user", talked_on=date(2026, 1, 1))
    tell("Other", talked_on=date(2026, 1, 2))
    tell("New", audience="user", talked_on=date(2026, 1, 3))
    url = reverse("snapshots:library", args=[workspace.slug])
    client = sign_in(stakeholder)

    first = client.get(url, {"audience": "user"})
    rest = client.get(url + first.context["next_url"], headers={"HX-Request": "true"})

    assert first.context["count"] == 2
    assert [card.snapshot.name for card in rest.context["cards"]] == ["Old"]
    assert rest.context["next_url"] == ""


def test_everything_under_a_node():
    rows = [(1, None), (2, 1), (3, 2), (4, None), (5, 1)]

    assert sorted(ids_under(1, rows)) == [1, 2, 3, 5]
    assert ids_under(4, rows) == [4]
