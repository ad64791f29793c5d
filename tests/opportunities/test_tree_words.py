"""No column of a tree that holds words is forgotten when some must go."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models

from opportunities import operations as ops
from opportunities.models import TreeChange
from opportunities.tree_words import COLUMNS, change_words, rows_of_trees

# Text that no person has typed: keys of order, hashes, codes, and what is named elsewhere.
NO_WORDS = {"position", "token_hash", "passcode_hash", "rule", "about", "kind"}


@pytest.mark.parametrize(
    "model",
    list(apps.get_app_config("opportunities").get_models()),
    ids=lambda model: model.__name__,
)
def test_every_column_of_words_is_known(model):
    typed = {
        field.name
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
        and field.name not in NO_WORDS
    }
    assert typed == set(COLUMNS.get(model, ()))


def test_words_leave_every_row_and_two_versions_keep_two_names(
    outcome, member, grow, act
):
    (node,) = grow(reach={}).values()
    here = {"workspace": outcome.workspace, "outcome": outcome}
    for name in ("Ask Ida", "Ask Max"):
        outcome.versions.create(**here | {"revision": 1, "name": name, "by": member})
    node.tickets.create(
        title="For Ida", url="https://a.example/Ida", added_by=member, **here
    )
    outcome.comments.create(
        text="Ida said so", author=member, client_id=uuid4(), **here
    )
    act(ops.reword_opportunity, node, text="Ida rings", seen={"text": node.text})

    names = re.compile("Ida|Max")
    rows = [row for rows in rows_of_trees() for row in rows]
    for row in [*rows, *TreeChange.objects.all()]:
        change_words(row, lambda value: blot(value, names))

    left = [
        str(getattr(row, column))
        for rows in (*rows_of_trees(), TreeChange.objects.all())
        for row in rows
        for column in COLUMNS[type(row)]
    ]
    assert len(left) > 8
    assert not [text for text in left if names.search(text)]
    assert outcome.versions.count() == 2


def blot(value, names):
    if isinstance(value, str):
        return names.sub("…", value)
    if isinstance(value, dict):
        return {key: blot(one, names) for key, one in value.items()}
    return [blot(one, names) for one in value] if isinstance(value, list) else value
