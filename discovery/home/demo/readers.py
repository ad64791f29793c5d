"""What readers do with the stories: questions at a part, answers, reactions, and one who waits."""

from datetime import timedelta

from snapshots.models import Comment, Mention, Reaction, Reading, Snapshot

# Person, where on the page, who asks, the question, and who answers what.
QUESTIONS = [
    (
        ("sarah", "moments", 2),
        ("henrik", "Eleven messages: did she write each by hand?"),
        ("tomas", "Yes, one by one, so that nobody in the group sees who was asked first."),
    ),
    (("jose", "facts", 1), ("henrik", "How long does it take to train a third?"), None),
    (
        ("zoe", "quote", None),
        ("beth", "{mara}, may I read this one out at the support meeting on Thursday?"),
        None,
    ),
]  # fmt: skip
REACTIONS = [
    ("sarah", "quote", None, {"moved": ["henrik", "ida", "grace"], "heard": ["noor"]}),
    ("sarah", "opportunities", 0, {"heard": ["lena", "arjun", "noor"]}),
    ("sarah", "moments", 2, {"moved": ["henrik"]}),
    ("harriet", "quote", None, {"moved": ["henrik", "grace", "mara", "kofi"]}),
    ("zoe", "quote", None, {"surprised": ["henrik", "tomas"]}),
    ("juergen", "", None, {"surprised": ["mei"]}),
]


def make_readers(cast):
    for about, asked, answered in QUESTIONS:
        ask(cast, about, asked, answered)
    for person, kind, number, said in REACTIONS:
        page, part = find(cast, (person, kind, number))
        Reaction.objects.bulk_create(
            Reaction(
                workspace=cast.workspace,
                snapshot=page,
                part=part,
                membership=cast.members[member],
                kind=feeling,
                at=page.published_at + timedelta(days=1),
            )
            for feeling, members in said.items()
            for member in members
        )
    have_read(cast)
    for reading in Reading.objects.filter(workspace=cast.workspace):
        later = timedelta(hours=cast.rng.choice([0, 0, 3, 26]))
        reading.last_at = min(reading.first_at + later, cast.moment)
        reading.save(update_fields=["last_at"])


def have_read(cast):
    """Whoever says something about a page has read it."""
    said = set()
    for model, who in ((Comment, "author"), (Reaction, "membership")):
        rows = model.objects.filter(workspace=cast.workspace)
        said |= set(rows.values_list("snapshot", who))
    pages = Snapshot.objects.in_bulk([page for page, _member in said])
    Reading.objects.bulk_create(
        [
            Reading(
                workspace=cast.workspace,
                snapshot=pages[page],
                membership_id=member,
                first_at=pages[page].published_at + timedelta(hours=1),
            )
            for page, member in sorted(said)
        ],
        ignore_conflicts=True,
    )


def find(cast, about):
    """The page and the name of a part, by the person and its number in the story."""
    person, kind, number = about
    page = cast.people[person].snapshots.published().latest("talked_on")
    if number is None:
        return page, kind
    related = {"facts": "quick_facts", "opportunities": "heard_opportunities"}
    parts = getattr(page, related.get(kind, kind))
    return page, f"{kind}-{parts.all()[number].pk}"


def ask(cast, about, asked, answered):
    page, part = find(cast, about)
    common = {"workspace": cast.workspace, "snapshot": page, "part": part}
    by, text = asked
    called = [key for key in cast.members if f"{{{key}}}" in text]
    for key in called:
        text = text.replace(f"{{{key}}}", f"@{{{cast.members[key].pk}}}")
    at = min(page.published_at + timedelta(hours=20), cast.moment)
    question = Comment.objects.create(
        author=cast.members[by],
        text=text,
        is_question=not called,
        created_at=at,
        **common,
    )
    for key in called:
        Mention.objects.create(
            workspace=cast.workspace, comment=question, membership=cast.members[key]
        )
    if answered:
        by, text = answered
        answer = Comment.objects.create(
            author=cast.members[by],
            text=text,
            parent=question,
            created_at=min(at + timedelta(hours=3), cast.moment),
            **common,
        )
        question.answered_at = answer.created_at
        question.save(update_fields=["answered_at"])
