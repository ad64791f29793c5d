import pytest
from django.db import models

from snapshots.models import (
    Comment,
    HeardOpportunity,
    Insight,
    Moment,
    QuickFact,
    Snapshot,
    StoryPage,
    StoryPassage,
)
from snapshots.page_words import OWN_WORDS, change_words, rows_around
from tests.factories.snapshots import MomentFactory

# What has words of the page's person in it, and which of its columns have none.
HOLDERS = {
    QuickFact: QuickFact.TEXTS,
    Moment: Moment.TEXTS,
    HeardOpportunity: HeardOpportunity.TEXTS,
    Insight: Insight.TEXTS,
    Snapshot: (*OWN_WORDS, "name"),
    Comment: ("text",),
    StoryPassage: ("why",),
    StoryPage: ("question", "introduction"),
}
NO_WORDS = {(Comment, "part")}


@pytest.mark.parametrize("model", HOLDERS, ids=lambda model: model.__name__)
def test_every_column_of_words_is_known(model):
    typed = {
        field.name
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and (model, field.name) not in NO_WORDS
    }

    assert typed == set(HOLDERS[model])


def test_words_are_changed_in_every_row_and_old_forms_no_longer_fit(draft):
    moment = MomentFactory(snapshot=draft, title="Rings", hurt="Rings on and on")

    assert [row for row, _columns in rows_around(draft)] == [moment]
    assert change_words(moment, Moment.TEXTS, lambda text: text.replace("Rings", "…"))

    moment.refresh_from_db()
    assert (moment.title, moment.hurt, moment.version) == ("…", "… on and on", 2)
    assert not change_words(moment, Moment.TEXTS, str)
