from celery import shared_task

from discovery.celery import enqueue
from interviews.models import Interview
from interviews.operations import retention, transcription
from interviews.operations.reminders import due_reminders, send_reminder
from interviews.operations.skills import due_reviews
from interviews.operations.skills import review_skills as review


@shared_task(name="interviews.send_due_reminders")
def send_due_reminders():
    """Settle every reminder that is due; beat asks each half minute, and twice is as good as once."""
    for reminder_id in due_reminders():
        send_reminder(reminder_id=reminder_id)


@shared_task(name="interviews.sweep_recordings")
def sweep_recordings():
    """End what was kept long enough, and what was sent only in part."""
    try:
        retention.sweep_recordings()
    finally:
        retention.sweep_uploads()


# Taken off the queue at once: what takes an hour would be handed out again after two minutes.
@shared_task(name="interviews.transcribe", acks_late=False)
def transcribe(transcript_id):
    """Have one recording written down; a sweep finds it again should this worker die."""
    transcription.transcribe(transcript_id=transcript_id)


@shared_task(name="interviews.sweep_transcriptions")
def sweep_transcriptions():
    transcription.sweep_transcriptions()


@shared_task(name="interviews.review_skills", acks_late=True)
def review_skills(interview_id):
    """Review a talk; one that is gone by now needs no review."""
    if interview := Interview.objects.filter(pk=interview_id).first():
        review(interview=interview)


@shared_task(name="interviews.sweep_reviews")
def sweep_reviews():
    """Review the talks whose review got lost with a broker or a worker.

    Each by a task of its own, so that one that fails keeps no other waiting.
    """
    for interview_id in due_reviews():
        enqueue("interviews.review_skills", interview_id)
