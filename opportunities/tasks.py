from celery import shared_task

from opportunities.operations.promises import due_promises
from opportunities.operations.promises import remind as remind_of


@shared_task(name="opportunities.remind_owners")
def remind_owners():
    """Remind of what was promised; beat asks again and again, and each is told once."""
    for model, pk in due_promises():
        remind_of(model, pk)
