"""What a workspace adds to the question bank, and what goes from the bank onto a guide."""

from django.db import transaction

from discovery.audit.operations import record
from interviews.models import BankQuestion
from interviews.operations.prompts import refuse_named
from interviews.question_bank import ANY, read_bank

# Where a prompt of a phase stands in the bank, unless somebody says better.
STEP_OF_PHASE = {
    "welcome": "warm_up",
    "story": "opener",
    "their_questions": "their_questions",
    "thanks": "closing",
}


class InBankAlready(Exception):
    """The bank has this very question."""


@transaction.atomic
def add_bank_question(*, workspace, step, text, by, purpose=ANY, instead_of=""):
    """Put a question into the workspace's bank."""
    text = " ".join(text.split())
    if any(entry.text.casefold() == text.casefold() for entry in read_bank()):
        raise InBankAlready
    question, is_new = BankQuestion.objects.get_or_create(
        workspace=workspace,
        text=text,
        defaults={
            "step": step,
            "purpose": purpose,
            "instead_of": instead_of,
            "added_by": by,
        },
    )
    if not is_new:
        raise InBankAlready
    record("bank_question_added", question, by=by)
    return question


@transaction.atomic
def bank_prompt(*, question, by):
    """Put a prompt of a guide, or of one talk, into the workspace's bank."""
    refuse_named(question)
    step = "scary" if question.is_scary else STEP_OF_PHASE[question.phase]
    return add_bank_question(
        workspace=question.workspace, step=step, text=question.text, by=by
    )


@transaction.atomic
def remove_bank_question(*, question, by):
    """Take a question out of the workspace's bank; guides that have it keep it."""
    record("bank_question_removed", question, by=by)
    question.delete()
