"""The style sheets, served as one."""

import gc
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.contrib.staticfiles import finders

from discovery.local.bundle import FOLDER, BundleFinder, bundle


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def test_each_sheet_stands_in_its_layer(tmp_path):
    write(
        tmp_path,
        "app.css",
        '/* Contents */\n@layer base, print;\n@import url("base.css") layer(base);\n'
        '@import url("parts/a.css") layer(print) print;\n',
    )
    write(
        tmp_path,
        "base.css",
        'a::after {\n  content: "/* no comment */"; /* one */\n}\n',
    )
    write(tmp_path, "parts/a.css", 'b {\n  src: url("../../img/x.svg");\n}\n')

    assert bundle(tmp_path) == (
        "@layer base, print;\n@layer base {\na::after {\n"
        'content: "/* no comment */";\n}\n}\n'
        '@media print {\n@layer print {\nb {\nsrc: url("../img/x.svg");\n}\n}\n}\n'
    )


def test_no_sheet_is_left_out():
    contents = (FOLDER / "app.css").read_text()
    imported = contents.count("@import url(")
    text = bundle(FOLDER)

    assert "@import" not in text
    assert len(re.findall(r"^@layer \w+ \{$", text, re.MULTILINE)) == imported
    assert text.count("{") == text.count("}")


def test_the_bundle_is_what_is_served_and_collected():
    served = finders.find("css/app.css")
    collected = [
        storage.path(path)
        for finder in finders.get_finders()
        for path, storage in finder.list([])
        if path == "css/app.css"
    ]

    with open(served) as file:
        assert file.read() == bundle(FOLDER)
    assert collected[0].endswith("app.css")
    assert not collected[0].startswith(str(FOLDER))


def test_a_changed_sheet_is_served_at_once(tmp_path, monkeypatch):
    write(tmp_path, "app.css", '@import url("base.css") layer(base);')
    write(tmp_path, "base.css", "a {}")
    monkeypatch.setattr("discovery.local.bundle.FOLDER", tmp_path)
    finder = BundleFinder()
    finder.find("css/app.css")

    write(tmp_path, "base.css", "b {}")

    with open(finder.find("css/app.css")) as file:
        assert "b {}" in file.read()


def test_what_a_finder_found_is_there_when_another_takes_its_place():
    with ThreadPoolExecutor(8) as threads:
        first = BundleFinder()
        found = set(threads.map(first.find, ["css/app.css"] * 16))
    del first
    gc.collect()

    assert [Path(file).read_text() for file in found] == [bundle(FOLDER)]
