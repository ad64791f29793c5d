"""Search over all that was written down and said: notes, transcripts and snapshots (F150)."""

from dataclasses import dataclass

from discovery.home.searched import KINDS, Reader
from discovery.searching.finding import Marks, find_ids
from discovery.searching.words import excerpt

# Of each kind on the page of all kinds, and on the page of one.
FEW = 4
ROWS = 20


@dataclass
class Group:
    """The hits of one kind, newest first; ``more_before`` is where the next page begins."""

    kind: str
    label: str
    icon: str
    hits: list
    more_before: int | None


def search_everything(membership, query, *, kind="", before=None):
    """Groups of hits of what the member may read, of one kind or of all."""
    if not query:
        return []
    most = ROWS if kind else FEW
    reader, groups = Reader(membership), []
    for name, found_kind in kinds_for(membership).items():
        if kind in ("", name):
            groups.append(_group(reader, query, name, found_kind, before, most))
    _mark(groups, query)
    return [group for group in groups if group.hits]


def kinds_for(membership):
    """What there is to search for somebody of this role."""
    return {
        name: kind for name, kind in KINDS.items() if membership.may(kind.permission)
    }


def _group(reader, query, name, kind, before, most):
    ids = find_ids(
        kind.model._meta.db_table,
        query,
        reader.membership.workspace,
        scope=kind.scope(reader),
        before=before,
        most=most + 1,
    )
    shown = ids[:most]
    rows = kind.rows(kind.model.objects.filter(pk__in=shown).order_by("-pk"))
    hits = [kind.hit(row, reader.membership.workspace) for row in rows]
    # Within what is shown the latest talk stands first, whenever it was written down.
    hits.sort(key=lambda hit: str(hit.when), reverse=True)
    more = shown[-1] if len(ids) > most else None
    return Group(name, kind.label, kind.icon, hits, more)


def _mark(groups, query):
    """Mark the words in each text, and cut it to what is around them."""
    hits = [hit for group in groups for hit in group.hits]
    marks = Marks([hit.text for hit in hits], query)
    for hit in hits:
        hit.pieces = excerpt(marks.pieces(hit.text))
    for group in groups:
        group.hits = [hit for hit in group.hits if not _is_hidden(hit)]


def _is_hidden(hit):
    """Whether the words stood only in what the person does not want to be shown."""
    return hit.is_withheld and not any(is_match for _, is_match in hit.pieces)
