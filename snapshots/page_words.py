"""Every row that holds words of a page, for whoever must take some out of all of them."""

from django.db.models import F

from snapshots.models.parts import KINDS
from snapshots.models.stories import STORY_TEXTS, StoryPage

# The name comes from the panel and not from the talk.
OWN_WORDS = ("context", "quote", "story_title")


def rows_around(snapshot):
    """Each row but the page itself that may tell of its person, with its columns of words."""
    for model in KINDS.values():
        for part in model.objects.filter(snapshot=snapshot):
            yield part, model.TEXTS
    for comment in snapshot.comments.all():
        yield comment, ("text",)
    # What is said of one story may name the person of another.
    for page in StoryPage.objects.filter(passages__snapshot=snapshot):
        yield page, STORY_TEXTS
        for passage in page.passages.all():
            yield passage, ("why",)


def change_words(row, columns, change):
    """Put ``change(text)`` in place of each text; return whether any was another one.

    Versions rise, so that a form that was opened before cannot be saved over it.
    """
    before = {column: getattr(row, column) for column in columns}
    after = {column: change(text) for column, text in before.items()}
    if after == before:
        return False
    names = ["version", *(f"{column}_version" for column in columns)]
    known = {field.name for field in row._meta.fields}
    raised = {name: F(name) + 1 for name in names if name in known}
    type(row).objects.filter(pk=row.pk).update(**after, **raised)
    return True
