from celery import shared_task

from interviews.operations.reminders import due_reminders, send_reminder


@shared_task(name="interviews.send_due_reminders")
def send_due_reminders():
    """Settle every reminder that is due; beat asks each half minute, and twice is as good as once."""
    for reminder_id in due_reminders():
        send_reminder(reminder_id=reminder_id)
