import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshots.markdown import plain
from snapshots.operations.parts import add_part
from tests.factories.interviews import NoteFactory
from tests.factories.recruiting import ConsentFactory


def test_it_tells_the_page_in_its_order(sign_in, address, story, member):
    add_part(snapshot=story, kind="facts", by=member, label="Team", text="18 people")
    add_part(snapshot=story, kind="insights", by=member, text="Tried five apps")

    answer = sign_in(member).get(address("markdown", story))

    lines = [line for line in answer.text.splitlines() if line]
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert lines[0] == "# Sarah Whitcombe"
    assert "> “By the time someone said yes I had already put my coat on.”" in lines
    assert "- **Team**: 18 people" in lines
    assert "1. **The phone rings** (so-so)." in lines
    assert lines[-2:] == ["## Also learned", "- Tried five apps"]


def test_notes_are_for_whoever_knows_the_talk(
    sign_in, address, story, member, stakeholder, interview
):
    NoteFactory(interview=interview, text="Laughs, then goes quiet.")

    assert "goes quiet" in sign_in(member).get(address("markdown", story)).text
    assert "goes quiet" not in sign_in(stakeholder).get(address("markdown", story)).text


def test_its_file_is_called_as_the_others_are(sign_in, address, story, member):
    url, client = address("markdown", story), sign_in(member)

    named = client.get(url)["Content-Disposition"]
    wider = client.get(url + "?wider=1")["Content-Disposition"]

    assert named == 'attachment; filename="Snapshot Sarah Whitcombe.md"'
    assert wider == 'attachment; filename="Snapshot P-017.md"'


def test_the_menu_says_what_stays_inside_and_what_has_the_notes(
    sign_in, address, story, member, stakeholder
):
    url = address("snapshot", story)
    inside = "With the name: inside the company only"

    writer, reader = sign_in(member).get(url).text, sign_in(stakeholder).get(url).text
    assert inside in writer and inside in reader
    assert "Markdown with your notes" in writer
    assert "Markdown with your notes" not in reader

    ConsentFactory(participant=story.participant, purpose="sharing")
    assert inside not in sign_in(member).get(url).text


def test_for_a_wider_audience_it_has_no_name_no_notes_and_no_way_back(
    sign_in, address, story, member, interview
):
    NoteFactory(interview=interview, text="Sarah laughs")

    text = sign_in(member).get(address("markdown", story) + "?wider=1").text

    assert text.startswith("# P-017\n")
    assert [w for w in ("Sarah", "laughs", story.workspace.slug) if w in text] == []


def test_a_quote_that_was_taken_back_is_not_in_it(sign_in, address, story, member):
    ConsentFactory(participant=story.participant, purpose="quote", is_granted=False)

    text = sign_in(member).get(address("markdown", story)).text

    assert "coat" not in text
    assert "removed at the participant" in text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("# not a heading", r"\# not a heading"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("[x](javascript:1)", r"\[x\](javascript:1)"),
        ("<script>", r"\<script\>"),
        ("https://x.example", r"https:\/\/x.example"),
        ("a\n\n# b", r"a \# b"),
        ("![x](y) `z` *w* _v_ | ~u~", r"\!\[x\](y) \`z\` \*w\* \_v\_ \| \~u\~"),
    ],
)
def test_words_stay_words(written, kept):
    assert plain(written) == kept


@given(st.text(max_size=80))
@settings(max_examples=50)
def test_nothing_is_lost_and_nothing_begins_a_block(text):
    kept = plain(text)

    assert "".join(kept.split()).replace("\\", "") == "".join(text.split()).replace(
        "\\", ""
    )
    assert "\n" not in kept
    assert not kept.startswith(("#", ">", "- ", "+ ", "<", "`", "="))
