"""One tree of two thousand opportunities, six to a parent, with stories behind each."""

from discovery.home.demo.large_talks import HEARD
from opportunities.models import Evidence, Opportunity, Outcome
from opportunities.ordering import spread_keys

TO_A_PARENT = 6
STORIES_BEHIND_A_NODE = 3


def copy_tree(copier, ground):
    team = ground.teams[0]
    outcome = Outcome.objects.create(
        workspace=ground.workspace,
        team=team,
        title="More teams answer within the hour",
        metric="Answered within 60 minutes",
        baseline="20%",
        target="50%",
        current="31%",
    )
    total = ground.scale.nodes
    names = ["workspace", "outcome", "parent", "position", "kind", "text", "is_target"]
    first = copier.copy(
        Opportunity, names, lambda first: nodes(ground, outcome, first), total
    )
    stories = ground.heard_of_first_team
    behind = min(STORIES_BEHIND_A_NODE, len(stories))
    names = ["workspace", "opportunity", "heard", "placed_by"]
    rows = (
        (
            ground.workspace.pk,
            first + node,
            stories[(node * behind + place) % len(stories)],
            ground.trios[0][0].pk,
        )
        for node in range(total)
        for place in range(behind)
    )
    copier.copy(Evidence, names, rows, total * behind)


def nodes(ground, outcome, first):
    keys = spread_keys(TO_A_PARENT)
    for number, parent in enumerate(parents_of(ground.scale.nodes)):
        yield (
            ground.workspace.pk,
            outcome.pk,
            None if parent is None else first + parent,
            keys[number % TO_A_PARENT],
            ["need", "pain", "desire"][number % 3],
            f"{HEARD[number % len(HEARD)]} ({number + 1})",
            number == TO_A_PARENT,
        )


def parents_of(total):
    """For each node its parent's number, breadth first; the first six stand under the outcome."""
    return [
        None if number < TO_A_PARENT else number // TO_A_PARENT - 1
        for number in range(total)
    ]
