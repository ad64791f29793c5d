"""{% preload_modules "js/tree/tree.js" %}: what a module imports is fetched with it, not after it.

A browser learns of an import only when it has read the file that asks for it: three or four waits
in a row for the scripts of a tree.
"""

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html_join

register = template.Library()
IMPORTED = re.compile(
    r'^(?:import|export)\b[^;"()]*"(\.{1,2}/[^"]+\.js)"', re.MULTILINE
)


@register.simple_tag
def preload_modules(name):
    """A link for each module that ``name`` imports, at whatever remove.

    Their addresses are as the browser will ask for them: relative to the module that imports
    them, without the fingerprint that {% static %} would add.
    """
    return format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}{}">',
        ((settings.STATIC_URL, each) for each in imports_of(name)),
    )


@lru_cache
def imports_of(name):
    """The names of the modules, each once, in the order in which they are met."""
    met, waiting = {}, [name]
    while waiting:
        module = waiting.pop(0)
        text = Path(finders.find(module)).read_text()
        for found in IMPORTED.findall(text):
            each = posixpath.normpath(posixpath.join(posixpath.dirname(module), found))
            if each not in met and each != name:
                met[each] = True
                waiting.append(each)
    return list(met)
