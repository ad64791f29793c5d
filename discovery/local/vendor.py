"""The browser libraries and fonts that npm fetched, and the few files of them that are served."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import StaticFilesStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"

# The path under /static/ and the file under node_modules/ that stands there. Nothing else of
# a package can be asked for, and nothing else is collected for production.
SERVED = {
    "vendor/sortable.js": "sortablejs/modular/sortable.esm.js",
    "vendor/idiomorph.js": "idiomorph/dist/idiomorph.esm.js",
    # The checksum of a file that is sent; a worker has no import map, so they keep their names.
    "vendor/noble-hashes/sha2.js": "@noble/hashes/sha2.js",
    "vendor/noble-hashes/_md.js": "@noble/hashes/_md.js",
    "vendor/noble-hashes/_u64.js": "@noble/hashes/_u64.js",
    "vendor/noble-hashes/utils.js": "@noble/hashes/utils.js",
    # A classic script that leaves `d3.flextree` on window; its map has to lie beside it.
    "vendor/d3-flextree.min.js": "d3-flextree/build/d3-flextree.min.js",
    "vendor/d3-flextree.min.js.map": "d3-flextree/build/d3-flextree.min.js.map",
}

SCRIPTS_OF_FONT = {
    "inter": ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext", "vietnamese"),
    "newsreader": ("latin", "latin-ext", "vietnamese"),
}
for family, scripts in SCRIPTS_OF_FONT.items():
    for script in scripts:
        for style in ("normal", "italic"):
            name = f"{family}-{script}-wght-{style}.woff2"
            SERVED[f"vendor/fonts/{name}"] = (
                f"@fontsource-variable/{family}/files/{name}"
            )


def library_file(name):
    """The path of a file in node_modules: the TTF fonts of a PDF, the drawing of an icon."""
    return NODE_MODULES / name


class VendorFinder(BaseFinder):
    """Finds the files of ``SERVED`` for runserver, for tests and for collectstatic."""

    def __init__(self, *args, **kwargs):
        self.storage = VendorStorage(location=NODE_MODULES)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        source = SERVED.get(path.replace("\\", "/"))
        found = source and str(NODE_MODULES / source)
        if found and Path(found).is_file():
            return [found] if find_all else found
        return []

    def list(self, ignore_patterns):
        for path, source in SERVED.items():
            if (NODE_MODULES / source).is_file():
                yield path, self.storage


class VendorStorage(StaticFilesStorage):
    """Reads the file that stands at a served path."""

    def path(self, name):
        return super().path(SERVED[name])
