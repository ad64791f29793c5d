"""Who sees to the nodes of the trees and when, what was said about them, and their tickets."""

from datetime import timedelta
from uuid import UUID

from opportunities.models import NodeComment, Opportunity, Solution, TicketLink

# On which node: whose it is, and when.
PLANS = [
    ("I can't tell who could come in right now", "mara", "now"),
    ("I can't reach everybody who is free at once", "tomas", "next"),
    ("I would like to borrow people from our other shop", None, "later"),
]
# The solution that is tried first, and when its turn is.
FIRST = "now"
# On which node, who says what, how many hours ago; {tomas} calls them. The second one on a node
# answers the first.
COMMENTS = [
    ("I can't tell who could come in right now", "tomas",
     "Two of them keep a list on their phone that is a week old. That is the same need, I think.", 76),
    ("I can't tell who could come in right now", "mara",
     "Yes. {tomas} could we ask the next one how they know who is free on a Sunday?", 52),
    ("I would like to borrow people from our other shop", "mara",
     "They say so, and nobody did it when they could. Let us hear one more story before it moves up.", 20),
]  # fmt: skip
TICKET = (
    "ROTA-118 Try the call list in two shops",
    "https://tickets.lumen.example/ROTA-118",
)


def make_tree_talk(cast):
    """Add it to the trees that have these nodes."""
    here = {"workspace": cast.workspace}
    nodes = {node.text: node for node in Opportunity.objects.filter(**here)}
    for text, owner, horizon in PLANS:
        if text in nodes:
            rows = Opportunity.objects.filter(pk=nodes[text].pk)
            rows.update(owner=owner and cast.members[owner], horizon=horizon)
    called = "@{" + str(cast.members["tomas"].pk) + "}"
    first = {}
    for number, (text, author, words, hours) in enumerate(COMMENTS, 1):
        if text in nodes:
            said = NodeComment.objects.create(
                **here,
                outcome=nodes[text].outcome,
                opportunity=nodes[text],
                author=cast.members[author],
                text=words.replace("{tomas}", called),
                parent=first.get(text),
                created_at=cast.moment - timedelta(hours=hours),
                client_id=UUID(int=number),
            )
            first.setdefault(text, said)
    solution = Solution.objects.filter(**here, deleted_at=None).order_by("pk").first()
    if solution:
        Solution.objects.filter(pk=solution.pk).update(horizon=FIRST)
        title, url = TICKET
        by = cast.members["mara"]
        place = here | {"outcome": solution.outcome, "solution": solution}
        TicketLink.objects.create(title=title, url=url, added_by=by, **place)
