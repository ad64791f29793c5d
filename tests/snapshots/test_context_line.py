"""The line about the person outside the company: no gap, no colleague, no exact day."""

import pytest
from django.template.loader import render_to_string

from recruiting.models import Consent
from snapshots.context_line import without_gaps, without_our_people
from snapshots.markdown import write_page
from snapshots.models import Snapshot
from snapshots.page import Page
from tests.factories.recruiting import ConsentFactory

OLD = "Bakery manager, Whitcombe Bakery. Talked on 21 November 2026 with Mara and Noor."


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Finance lead, ….", "Finance lead."),
        ("Finance lead, …", "Finance lead"),
        ("Finance lead at …", "Finance lead"),
        ("Finance lead at the … in York", "Finance lead in York"),
        ("Finance lead (…), York", "Finance lead, York"),
        ("Finance lead (at …)", "Finance lead"),
        ("…, finance lead", "finance lead"),
        ("… , York", "York"),
        ("Lead, … , York", "Lead, York"),
        ("Lead · … · York", "Lead · York"),
        ("Lead – … – York", "Lead – York"),
        ("Lead, … Ltd.", "Lead"),
        ("P-017, of … in York", "P-017 in York"),
        ("….", ""),
        ("…", ""),
        ("Says that it lasts and lasts…", "Says that it lasts and lasts…"),
        ("Owner of …’s shop", "Owner of …’s shop"),
        ("", ""),
    ],
)
def test_a_hidden_company_takes_its_commas_along(text, clean):
    assert without_gaps(text) == clean


@pytest.mark.parametrize(
    "told",
    [
        "Talked on 21 November 2026 with Mara, Tomas and Noor.",
        "Talked on 21 November 2026.",
        "Talked on 21. November 2026 with Mara.",
        "Talked on Nov. 21, 2026 with Mara.",
        "Talked on 21 November 2026 with Mara, Tom…",
        "Talked on 21 Nov…",
    ],
)
def test_our_people_and_the_day_are_left_out(told):
    assert without_our_people(f"Finance lead. {told}") == "Finance lead."
    assert without_our_people(told) == ""


def test_what_else_was_written_stays():
    line = "Lead. Talked on 21 November 2026 with Mara. Two shops. Talked on and on."

    assert without_our_people(line) == "Lead. Two shops. Talked on and on."


def test_outside_the_page_tells_the_month_and_nobody_of_ours(story):
    Snapshot.objects.filter(pk=story.pk).update(context=OLD, talked_on="2026-11-21")
    ConsentFactory(participant=story.participant, purpose=Consent.Purpose.SHARING)
    snapshot = Snapshot.objects.get()

    for shows_name, context in [
        (False, "Bakery manager."),
        (True, "Bakery manager, Whitcombe Bakery."),
    ]:
        page = Page(snapshot, is_outside=True, shows_name=shows_name)
        text = render_to_string("snapshots/_page.html", {"page": page})
        assert page.context == context
        assert "Talked in November 2026" in text
        assert "21 November" not in text
        assert "Mara" not in text

    inside = Page(snapshot)
    assert (inside.context, inside.tells_day) == (OLD, True)


def test_inside_the_page_tells_the_day_once(story):
    Snapshot.objects.filter(pk=story.pk).update(
        context="Bakery manager", talked_on="2026-11-21"
    )
    page = Page(Snapshot.objects.get())

    text = render_to_string("snapshots/_page.html", {"page": page})

    assert text.count("Talked on 21 November 2026") == 1
    assert "\nTalked on 21 November 2026\n" in "".join(write_page(page))
