import pytest
from django.utils.translation import trans_real

from discovery.local.preparation import compile_translations
from snapshots.operations.sharing import create_share_link
from tests.factories.stories import StoryPageFactory, StoryPassageFactory


@pytest.fixture
def _compiled():
    """The catalogues as they stand: the start compiles them, a test run need not have."""
    compile_translations()
    trans_real._translations.clear()


@pytest.mark.usefixtures("_compiled")
def test_a_shared_page_speaks_german(client, story, member):
    _link, token = create_share_link(target=story, by=member)

    page = client.get(f"/s/{token}/", headers={"Accept-Language": "de"}).text

    assert '<html lang="de"' in page
    assert "Ein Snapshot erzählt auf einer Seite" in page
    assert "Wie sich jeder Moment anfühlte. The phone rings: mittel." in page
    assert "Als PDF herunterladen" in page
    for english in ("Download as PDF", "Shared by", "How each moment"):
        assert english not in page


@pytest.mark.usefixtures("_compiled")
def test_a_shared_story_page_speaks_german(client, story, member):
    page = StoryPageFactory(team=story.team, published=True)
    StoryPassageFactory(story_page=page, snapshot=story)
    _link, token = create_share_link(target=page, by=member)

    text = client.get(f"/s/{token}/", headers={"Accept-Language": "de"}).text

    assert "in eigenen Worten" in text
    assert "Ein Mensch, eine Frage" in text
    for english in ("one question", "own words", "Shared by"):
        assert english not in text
