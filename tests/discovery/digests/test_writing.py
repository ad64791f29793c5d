"""What stands in a digest: as its reader may read it at the moment in which it goes out."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils.timezone import now

from discovery.digests.models import DigestIssue
from discovery.digests.operations.choosing import save_choice, stop_digest
from discovery.digests.operations.sending import send_due_digests, send_one_now
from discovery.digests.operations.writing import write_or_cancel
from discovery.mail.delivery import deliver_due
from discovery.mail.models import OutgoingEmail
from opportunities.models import Decision
from recruiting.models import Consent
from recruiting.operations.erasure import erase_participant
from snapshots.models import Comment, Mention, Reading
from snapshots.operations.publishing import withdraw_snapshot
from tests.discovery.digests.conftest import MONDAY
from tests.factories.opportunities import EvidenceFactory, OpportunityFactory
from tests.factories.snapshots import HeardOpportunityFactory


@pytest.fixture
def reader(stakeholder):
    return stakeholder


@pytest.fixture
def read(sink, reader):  # noqa: F811
    """Deliver what waits; the parts of the mail that the reader got, or ``None``."""

    def read():
        deliver_due()
        sent = [m for m in sink.messages if m.rcpt_tos == [reader.user.email]]
        if not sent:
            return None
        message = message_from_bytes(sent[-1].content, policy=default)
        text, html = message.iter_parts()
        return message, text.get_content(), html.get_content()

    return read


def withdraw(person, purpose="quote"):
    Consent.objects.create(
        workspace=person.workspace,
        participant=person,
        purpose=purpose,
        is_granted=False,
        text="No.",
        source="page",
    )


def test_one_story_that_was_read_is_no_them(reader, publish, read):
    page = publish()
    heard = HeardOpportunityFactory(snapshot=page, text="I can’t tell who could come")
    Reading.objects.create(
        workspace=page.workspace, snapshot=page, membership=reader, last_at=now()
    )

    send_one_now(reader)
    _message, text, html = read()

    assert "You have read it." in " ".join(text.split())
    assert f'<li style="margin: 0 0 4px">{heard.text}</li>' in html


def test_mail_tells_the_story_and_no_row_keeps_it(reader, publish, read):
    page = publish(
        quote="I’d <b>already</b> put my coat on & left.", context="Runs a café"
    )
    send_due_digests(MONDAY)
    assert OutgoingEmail.objects.exclude(text="", html="").count() == 0

    message, text, html = read()

    assert "I’d <b>already</b> put my coat on & left." in text
    assert "I’d &lt;b&gt;already&lt;/b&gt; put my coat on &amp; left." in html
    for part in (text, html):
        assert page.name in part
        assert "Runs a café" in part
        assert "Talked on" in part
        assert "Nobody answered the phone" in part
        assert f"/snapshots/{page.pk}/" in part
        assert "/digest/" in part
    assert "<img" not in html
    assert OutgoingEmail.objects.exclude(text="", html="").count() == 0


def test_mail_can_be_stopped_from_the_mailbox(reader, publish, read, client):
    publish()
    send_due_digests(MONDAY)

    message, text, html = read()

    link = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in text
    assert link in html


def test_yes_taken_back_between_queue_and_sending(reader, publish, read):
    stays, goes = publish(quote="I stay."), publish(quote="I go.")
    send_due_digests(MONDAY)
    withdraw(goes.participant)

    message, text, html = read()

    assert message["Subject"].startswith("One new story")
    assert "I stay." in text
    for part in (text, html):
        assert "I go." not in part
        assert goes.name not in part
    assert stays.name in html


def test_nothing_is_left(reader, publish, read):
    page, erased = publish(), publish()
    send_due_digests(MONDAY)
    withdraw_snapshot(snapshot=page, by=page.published_by)
    erase_participant(erased.participant)

    assert read() is None
    mail = OutgoingEmail.objects.get(to=reader.user.email)
    assert mail.state == "cancelled"
    assert mail.reason == "Nothing is left to tell."


@pytest.mark.parametrize("how", ["removed", "asleep", "demoted", "stopped"])
def test_who_is_no_longer_a_reader_gets_nothing_that_waits(reader, publish, read, how):
    publish()
    send_due_digests(MONDAY)
    if how == "removed":
        reader.removed_at = now()
    elif how == "asleep":
        reader.user.is_active = False
        reader.user.save()
    elif how == "demoted":
        reader.role = "colleague"
    else:
        stop_digest(reader)
    reader.save()

    assert read() is None


def test_one_asked_for_comes_although_the_weekly_is_off(reader, publish, read):
    publish(moment=now(), days=1)
    save_choice(reader, is_on=False)

    assert send_one_now(reader).week is None

    assert "Nobody answered the phone" in read()[1]


def test_it_says_how_many_are_not_read(reader, publish, read):
    publish(), publish()
    read_one = publish()
    Reading.objects.create(
        workspace=reader.workspace, snapshot=read_one, membership=reader
    )
    send_due_digests(MONDAY)

    message, text, html = read()

    assert "You have not read 2 of them." in text
    assert text.count("Not read yet:") == 2
    assert message["Subject"].startswith("3 new stories")


def test_stories_stand_under_the_outcome_they_are_evidence_for(reader, publish, read):
    page = publish()
    publish()
    opportunity = OpportunityFactory(
        outcome__team=page.team, outcome__title="Fill shifts within the hour"
    )
    heard = HeardOpportunityFactory(snapshot=page, text="I can’t tell who could come")
    EvidenceFactory(opportunity=opportunity, heard=heard)
    send_due_digests(MONDAY)

    message, text, html = read()

    assert f"{page.team.name}: Fill shifts within the hour" in text
    assert "* I can’t tell who could come" in text


@pytest.fixture
def ask(reader, member):
    """Ask the reader by name about a page."""

    def ask(page, text):
        question = Comment.objects.create(
            workspace=page.workspace,
            snapshot=page,
            author=member,
            text=text,
            is_question=True,
        )
        Mention.objects.create(
            workspace=page.workspace, comment=question, membership=reader
        )

    return ask


def test_question_about_a_withdrawn_page_keeps_no_other_away(publish, read, ask):
    withdrawn, stays = publish(), publish()
    withdraw(withdrawn.participant)
    for number in range(3):
        ask(withdrawn, f"Old question {number}")
    ask(stays, "Do your shops know this?")
    send_due_digests(MONDAY)

    message, text, html = read()

    assert "Do your shops know this?" in text
    assert "Old question" not in text


def test_decisions_and_open_questions_come_along(member, publish, read, ask):
    page = publish()
    outcome = OpportunityFactory(outcome__team=page.team).outcome
    Decision.objects.create(
        workspace=page.workspace,
        outcome=outcome,
        opportunity=outcome.opportunities.get(),
        text="We build the call list first",
        owner=member,
        decided_by=member,
        decided_at=page.published_at,
    )
    ask(page, "Do your shops know this?")
    send_due_digests(MONDAY)

    message, text, html = read()

    for part in (text, html):
        assert "We build the call list first" in part
        assert "Do your shops know this?" in part


def test_long_week_stays_a_short_mail(reader, publish, read):
    for _ in range(12):
        publish()
    send_due_digests(MONDAY)

    message, text, html = read()

    assert text.count("Nobody answered the phone") == 10
    assert "And 2 more: " in text


def test_german_reader_is_written_to_in_german(reader, publish, read):
    publish()
    reader.user.language = "de"
    reader.user.save()
    send_due_digests(MONDAY)

    message, text, html = read()

    assert "Eine neue Geschichte" in message["Subject"]
    assert 'lang="de"' in html
    assert "Noch nicht gelesen" in text


def test_days_are_those_where_the_reader_lives(reader, publish, read):
    publish()
    reader.user.time_zone = "Pacific/Kiritimati"
    reader.user.save()
    send_due_digests(MONDAY - timedelta(hours=14))

    message, text, html = read()

    # Their Monday morning is a Sunday in UTC.
    assert "between 16 November and 23 November" in text


def test_retry_writes_the_same_words(reader, publish, sink, read):  # noqa: F811
    publish()
    send_due_digests(MONDAY)
    first = read()
    OutgoingEmail.objects.filter(to=reader.user.email).update(
        state="queued", sent_at=None
    )

    again = read()

    assert first[0].as_bytes() == again[0].as_bytes()


def test_digest_follows_its_reader_to_a_new_address(reader, publish, sink, read):  # noqa: F811
    publish()
    send_due_digests(MONDAY)
    reader.user.email = "moved@example.org"
    reader.user.save()

    assert read()[0]["To"] == "moved@example.org"
    assert OutgoingEmail.objects.filter(to="moved@example.org").count() == 1


def test_number_of_queries_does_not_grow_with_the_stories(
    reader, publish, django_assert_max_num_queries
):
    for _ in range(8):
        publish()
    send_due_digests(MONDAY)
    mail = OutgoingEmail.objects.get(to=reader.user.email)

    with django_assert_max_num_queries(13):
        assert write_or_cancel(mail) == ""
    assert DigestIssue.objects.filter(membership=reader).count() == 1
