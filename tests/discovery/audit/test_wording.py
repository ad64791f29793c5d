import re

from django.conf import settings

from discovery.audit.wording import WORDS, name_kind

FOLDERS = ["discovery", "recruiting", "interviews", "snapshots", "opportunities"]
RECORDED = re.compile(r'\brecord\(\s*"(\w+)"')


def test_every_action_has_words_and_so_can_be_filtered():
    sources = [
        path.read_text()
        for folder in FOLDERS
        for path in (settings.BASE_DIR / folder).rglob("*.py")
    ]
    actions = {action for text in sources for action in RECORDED.findall(text)}

    assert len(actions) > 40
    assert actions - WORDS.keys() == set()


def test_kinds_are_named_in_plain_words():
    assert name_kind("snapshots.sharelink") == "share link"
    assert name_kind("snapshots.gone") == "gone"
    assert name_kind("") == ""
