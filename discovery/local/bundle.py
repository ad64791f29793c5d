"""The one style sheet that is served: app.css with its imports inside.

A browser asks for the sheets that a sheet imports one after another, 61 on a cold page. They stay
apart as files, since each is read and changed by itself; they become one when they are served.
"""

import atexit
import posixpath
import re
import shutil
import tempfile
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import StaticFilesStorage

NAME = "css/app.css"
FOLDER = Path(settings.BASE_DIR) / "static" / "css"

IMPORT = re.compile(
    r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\)(?P<media>[^;]*);'
)
OWN_URL = re.compile(r'url\("(?!data:|/)([^"]+)"\)')
# Strings are matched as well, so that what looks like a comment inside one is left alone.
COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
INDENT = re.compile(r"\s*\n\s*")


def bundle(folder):
    """The text of app.css with each imported sheet in its layer, without comments."""

    def inside(found):
        name, media = found["name"], found["media"].strip()
        sheet = (folder / name).read_text()
        sheet = OWN_URL.sub(lambda own: f'url("{_from(name, own[1])}")', sheet)
        block = f"@layer {found['layer']} {{\n{sheet}\n}}"
        return f"@media {media} {{\n{block}\n}}" if media else block

    text = COMMENT.sub(r"\1", (folder / "app.css").read_text())
    text = COMMENT.sub(r"\1", IMPORT.sub(inside, text))
    return INDENT.sub("\n", text).strip() + "\n"


def _from(name, url):
    """An address in the sheet ``name`` as it reads from the folder of app.css."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), url))


class BundleFinder(BaseFinder):
    """Finds app.css as one file: for runserver, for tests and for collectstatic.

    The file is made anew when a sheet has changed, so that development needs no build.
    """

    def __init__(self, *args, **kwargs):
        folder = tempfile.mkdtemp(prefix="earshot-css-")
        # Not when this finder goes: Django makes two for the first two requests at once, and
        # drops one that is still answering.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self._lock = Lock()
        self._made_of = None
        self.storage = BundleStorage(location=folder)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        if path.replace("\\", "/") != NAME:
            return []
        with self._lock:
            found = self._current()
        return [found] if find_all else found

    def list(self, ignore_patterns):
        with self._lock:
            self._current()
        yield NAME, self.storage

    def _current(self):
        """The path of the file, after it has been made if it is not as the sheets are."""
        sheets = sorted(FOLDER.rglob("*.css"))
        state = [(sheet, sheet.stat().st_mtime_ns) for sheet in sheets]
        file = Path(self.storage.path(NAME))
        if state != self._made_of:
            draft = file.with_suffix(".new")
            draft.write_text(bundle(FOLDER))
            draft.replace(file)
            self._made_of = state
        return str(file)


class BundleStorage(StaticFilesStorage):
    """Reads the one file that stands in the finder's folder."""

    def path(self, name):
        return super().path(posixpath.basename(name))
