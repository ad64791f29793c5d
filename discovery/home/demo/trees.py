"""The trees: opportunities with their evidence, solutions for the target, and decisions."""

from collections import defaultdict
from datetime import date, timedelta

from discovery.home.demo.content import read
from opportunities.models import Decision, Evidence, Opportunity, Outcome, Solution
from opportunities.ordering import spread_keys

# More siblings than any parent of ours has.
KEYS = spread_keys(30)


def make_trees(cast, placed):
    for row in read("trees")["outcomes"]:
        outcome = make_outcome(cast, row)
        nodes = make_nodes(cast, outcome, row["nodes"])
        make_solutions(outcome, nodes, row["solutions"])
        make_decisions(cast, outcome, nodes, row["decisions"])
        make_evidence(cast, nodes, placed)


def make_outcome(cast, row):
    today = cast.moment.date()
    year = today.year + (row["due_month"] <= today.month)
    after = date(year + row["due_month"] // 12, row["due_month"] % 12 + 1, 1)
    return Outcome.objects.create(
        workspace=cast.workspace,
        team=cast.teams[row["team"]],
        due_on=after - timedelta(days=1),
        created_at=cast.workspace.created_at,
        **{k: row[k] for k in ("title", "metric", "baseline", "target", "current")},
    )


def make_nodes(cast, outcome, rows):
    """Every node after its parent, siblings in the order in which they are written."""
    nodes, siblings = {}, defaultdict(int)
    for number, row in enumerate(rows):
        parent = nodes[row["parent"]] if "parent" in row else None
        at = outcome.created_at + timedelta(days=5 + 6 * number)
        nodes[row["key"]] = Opportunity.objects.create(
            workspace=cast.workspace,
            outcome=outcome,
            parent=parent,
            position=KEYS[siblings[parent]],
            kind=row["kind"],
            text=row["text"],
            is_target=row.get("target", False),
            created_at=min(at, cast.moment),
            updated_at=min(at, cast.moment),
        )
        siblings[parent] += 1
    return nodes


def make_solutions(outcome, nodes, rows):
    counts = defaultdict(int)
    for row in rows:
        Solution.objects.create(
            workspace=outcome.workspace,
            outcome=outcome,
            opportunity=nodes[row["of"]],
            position=KEYS[counts[row["of"]]],
            text=row["text"],
        )
        counts[row["of"]] += 1


def make_decisions(cast, outcome, nodes, rows):
    for row in rows:
        at = cast.moment - timedelta(days=row["days"])
        revisit = at.date() + timedelta(days=row["revisit"]) if row["revisit"] else None
        Decision.objects.create(
            workspace=cast.workspace,
            outcome=outcome,
            opportunity=nodes[row["of"]],
            text=row["text"],
            reason=row["reason"],
            owner=cast.members[row["owner"]],
            decided_by=cast.members[row["by"]],
            revisit_on=revisit,
            decided_at=at,
        )


def make_evidence(cast, nodes, placed):
    Evidence.objects.bulk_create(
        Evidence(
            workspace=cast.workspace,
            opportunity=nodes[key],
            heard=heard,
            placed_by=heard.snapshot.published_by,
            placed_at=min(
                heard.snapshot.published_at + timedelta(hours=20), cast.moment
            ),
        )
        for heard, key in placed
        if key in nodes
    )
