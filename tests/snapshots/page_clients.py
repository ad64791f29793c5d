"""Two who edit one page at once, over a connection that is cut now and then.

A client does what static/js/snapshot-editor.js does: it sends a part with the version it saw,
sends again what was not answered, and asks its writer when somebody else was faster. ``Watcher``
looks at the database around each request and tells what was lost without anybody having chosen it.
"""

import uuid
from html.parser import HTMLParser

from snapshots.models import PageChange, Snapshot
from snapshots.models.parts import KINDS
from snapshots.models.snapshot import TEXTS

REQUEST_LOST, ANSWER_LOST = 0.08, 0.12
LOOKS_AFTER = 0.6
WRITTEN = {"facts": ("label", "text"), "moments": ("title", "text", "tried", "hurt")}


class Forms(HTMLParser):
    """The parts of a page as its forms hold them: name -> (address, fields)."""

    def __init__(self, html):
        super().__init__()
        self.found, self._fields, self._area, self._select = {}, None, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._fields = {}
            if name := attrs.get("data-part"):
                self.found[name] = (attrs["action"], self._fields)
        elif self._fields is None:
            return
        elif tag == "input" and "name" in attrs:
            self._fields[attrs["name"]] = attrs.get("value", "")
        elif tag == "textarea":
            self._area, self._fields[attrs["name"]] = attrs["name"], ""
        elif tag == "select":
            self._select, self._fields[attrs["name"]] = attrs["name"], ""
        elif tag == "option" and "selected" in attrs:
            self._fields[self._select] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area:
            self._fields[self._area] += data.removeprefix("\n")


class PageClient:
    """One writer. ``ask(method, path, fields)`` returns the status and the body of an answer."""

    def __init__(self, ask, path, watcher, rng):
        self._ask, self._path, self._watcher, self._rng = ask, path, watcher, rng
        self.waiting, self.parts, self.asked, self.given_up = [], {}, 0, 0
        self.look()

    def look(self):
        status, body = self._ask("GET", self._path, None)
        if status != 200:
            raise AssertionError(f"The page was answered with {status}.")
        self.parts = Forms(body).found

    def act(self):
        """One more change, or what is waiting once more."""
        if self.waiting and self._rng.random() < 0.5:
            return self._send(self.waiting.pop(0))
        kind = self._rng.choice(["edit", "edit", "edit", "add", "move", "remove"])
        return self._send(getattr(self, f"_{kind}")())

    def settle(self):
        """The connection is good again: everything that waits goes out."""
        while self.waiting:
            self._send(self.waiting.pop(0), is_cut=False)
        self.look()

    def _edit(self):
        name = self._rng.choice(list(self.parts))
        address, seen = self.parts[name]
        kind = name.partition("-")[0]
        field = (
            name if name in TEXTS else self._rng.choice(WRITTEN.get(kind, ("text",)))
        )
        return {
            "does": "edit",
            "part": name,
            "path": address,
            "seen": dict(seen),
            "fields": {**seen, field: self._words()},
        }

    def _add(self):
        kind = self._rng.choice(list(KINDS))
        names = {"facts": ("label",), "moments": ("title",)}.get(kind, ("text",))
        return {
            "does": "add",
            "part": kind,
            "path": f"{self._path}parts/{kind}/",
            "fields": {
                "client_id": str(uuid.UUID(int=self._rng.getrandbits(128), version=4)),
                **{name: self._words() for name in names},
            },
        }

    def _move(self):
        place = {"place": self._rng.randrange(8)}
        return self._of_some_part("move", "position/", place) or self._add()

    def _remove(self):
        return self._of_some_part("remove", "removal/", {}) or self._add()

    def _of_some_part(self, does, path, fields):
        names = [name for name in self.parts if name not in TEXTS]
        if not names:
            return None
        name = self._rng.choice(names)
        address, seen = self.parts[name]
        fields = {**fields, "version": seen["version"]}
        return {"does": does, "part": name, "path": address + path, "fields": fields}

    def _words(self):
        return f"w{self._rng.getrandbits(48):012x}"

    def _send(self, request, *, is_cut=True):
        luck = self._rng.random() if is_cut else 1
        if luck < REQUEST_LOST:
            return self.waiting.append(request)
        self.asked += 1
        with self._watcher.watch(request):
            status, body = self._ask("POST", request["path"], request["fields"])
        if luck < REQUEST_LOST + ANSWER_LOST:
            return self.waiting.append(request)
        return self._receive(request, status, body)

    def _receive(self, request, status, body):
        if status == 404:
            # Of a part that was removed meanwhile.
            return self.look()
        if status not in (200, 409, 422):
            raise AssertionError(f"{request} was answered with {status}.")
        self.parts = Forms(body).found
        if status == 409 and request["part"] in self.parts and self._rng.random() < 0.5:
            return self._keep_mine(request)
        self.given_up += status != 200
        return self.look() if status != 200 else None

    def _keep_mine(self, request):
        """ "Keep mine": the same words once more, now knowing theirs."""
        self.look()
        if request["part"] not in self.parts:
            return None
        _address, seen = self.parts[request["part"]]
        fields = {**request["fields"], "version": seen["version"]}
        return self._send({**request, "seen": dict(seen), "fields": fields})


class Watcher:
    """Looks at the page before and after each request, and keeps what should not have happened."""

    def __init__(self, snapshot):
        self._pk = snapshot.pk
        self.lost, self.changes, self._added = [], 0, set()

    def watch(self, request):
        return Watching(self, request)

    def read(self):
        """Name of each part -> its words, in the order of the page."""
        page = Snapshot.objects.get(pk=self._pk)
        found = {name: {name: getattr(page, name)} for name in TEXTS}
        for kind, model in KINDS.items():
            for part in model.objects.filter(snapshot=self._pk):
                words = {name: getattr(part, name) for name in part.TEXTS}
                found[f"{kind}-{part.pk}"] = words
        return found

    def compare(self, request, before, after):
        self.changes += list(before.items()) != list(after.items())
        for name, words in before.items():
            if name not in after:
                self._check_removal(request, name, words)
            elif words != after[name]:
                self._check_edit(request, name, words, after[name])
        for name in after.keys() - before.keys():
            client_id = request["fields"].get("client_id")
            if request["does"] != "add" or client_id in self._added:
                self.lost.append(("came back", name, request))
            self._added.add(client_id)

    def _check_edit(self, request, name, before, after):
        seen = request.get("seen", {})
        for column, words in before.items():
            if words != after[column] and (
                request["part"] != name or seen.get(column) != words
            ):
                self.lost.append(("overwritten unseen", name, request))

    def _check_removal(self, request, name, words):
        kept = PageChange.objects.filter(
            snapshot=self._pk, part=name, kind=PageChange.Kind.REMOVED
        ).first()
        is_kept = kept and words.items() <= kept.before.items()
        if request["does"] != "remove" or request["part"] != name or not is_kept:
            self.lost.append(("gone", name, request))


class Watching:
    def __init__(self, watcher, request):
        self._watcher, self._request = watcher, request

    def __enter__(self):
        self._before = self._watcher.read()

    def __exit__(self, kind, error, trace):
        if error is None:
            after = self._watcher.read()
            self._watcher.compare(self._request, self._before, after)


def edit_together(clients, changes, rng):
    """So many changes by whoever is at it, then a good connection: what each sees in the end."""
    for _number in range(changes):
        writer = rng.choice(clients)
        writer.act()
        for other in clients:
            if other is not writer and rng.random() < LOOKS_AFTER:
                other.look()
    for client in clients:
        client.settle()
    for client in clients:
        client.look()
    return [client.parts for client in clients]


def words_seen(parts):
    """What a client sees on its page, without what only the form needs."""
    hidden = ("csrfmiddlewaretoken",)
    return [
        (name, {key: value for key, value in fields.items() if key not in hidden})
        for name, (_address, fields) in parts.items()
    ]
