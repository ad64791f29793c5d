import pytest

from recruiting.names import hide_names, is_named_in, names_in


def test_every_longer_word_of_a_name_is_hidden():
    names = names_in("Ana de Souza", "ana@example.org")

    hidden = hide_names(
        "ANA said: write to ana@example.org, Souza’s shop, banana", names, "P-017"
    )

    assert hidden == "P-017 said: write to P-017, P-017’s shop, banana"


def test_a_text_without_names_to_hide_is_left_alone():
    assert hide_names("as it was", [], "P-017") == "as it was"


@pytest.mark.parametrize(
    "text",
    [
        "And Zoë’s dog?",
        "What did zoe do then?",
        "Ask Nguyens about the fax",
        "Write to zoe@example.org",
        "Why did Bo ring?",
        "ZOE BO NGUYEN",
    ],
)
def test_who_is_named_is_found(text):
    assert is_named_in(text, "Zoë Bo Nguyen", "zoe@example.org")


@pytest.mark.parametrize(
    "text", ["And the dog?", "Which zoetrope?", "What is in the bo?", ""]
)
def test_nobody_is_found_where_nobody_is_named(text):
    assert not is_named_in(text, "Zoë Bo Nguyen", "zoe@example.org")
    assert not is_named_in(text, "", "")
