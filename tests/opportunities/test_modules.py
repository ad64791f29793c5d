from django.contrib.staticfiles import finders

from opportunities.templatetags.modules import imports_of, preload_modules


def test_all_that_the_tree_imports_is_fetched_at_once():
    names = imports_of("js/tree/tree.js")

    assert names[0].startswith("js/tree/")
    # Of its own folder, what those import in turn, and what they share with the room.
    assert {"js/tree/canvas.js", "js/tree/pan-zoom.js", "js/room/outbox.js"} <= {*names}
    assert len(names) == len({*names})
    assert all(finders.find(name) for name in names)
    link = '<link rel="modulepreload" href="/static/js/tree/canvas.js">'
    assert link in preload_modules("js/tree/tree.js")
