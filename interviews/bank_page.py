"""What the page of the question bank shows: the entries that come with Earshot and one's own."""

from discovery.numbers import read_number
from interviews.forms.question_bank import PURPOSE_NAMES, STEP_NAMES
from interviews.models import Question
from interviews.operations.guides import ensure_guide
from interviews.question_bank import ANY, STEPS, BankEntry, read_bank

MOST_OWN = 500


def bank_context(workspace, wanted):
    """What ``bank.html`` takes: by step, what fits the words, step and purpose that are wanted."""
    entries = [*own_entries(workspace), *read_bank()]
    found = [
        entry
        for entry in entries
        if entry.answers(wanted["q"], wanted["step"], wanted["purpose"])
    ]
    return {
        "steps": [
            {
                "name": step,
                "label": STEP_NAMES[step],
                "entries": [_shown(entry) for entry in found if entry.step == step],
            }
            for step in STEPS
        ],
        "count": len(found),
        "total": len(entries),
        "phases": Question.Phase.choices,
    }


def own_entries(workspace):
    """What the workspace has added itself, the newest first."""
    rows = workspace.bank_questions.order_by("-pk")[:MOST_OWN]
    return [
        BankEntry(
            row.step if row.step in STEPS else "opener",
            row.purpose or ANY,
            row.text,
            row.instead_of,
            pk=row.pk,
        )
        for row in rows
    ]


def chosen_guide(request):
    """The guide that takes from the bank: the one named in the address, or the team's current one."""
    pk = read_number(request.GET.get("guide", ""))
    named = None if pk is None else request.workspace.guides.filter(pk=pk).first()
    if named:
        return named
    if request.team is None:
        return None
    return ensure_guide(team=request.team, by=request.membership)


def _shown(entry):
    return {"entry": entry, "purpose": PURPOSE_NAMES.get(entry.purpose, entry.purpose)}
