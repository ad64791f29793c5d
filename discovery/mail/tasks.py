from celery import shared_task

from discovery.mail.claims import recover
from discovery.mail.delivery import deliver_due


@shared_task(name="mail.deliver_email", acks_late=True)
def deliver_email(email_id):
    """Send what is due. The id is only a hint that something is: the table says what."""
    deliver_due()


@shared_task(name="mail.sweep_outbox", acks_late=True)
def sweep_outbox():
    """Settle what dead workers left, and send what no message told us of."""
    recover()
    deliver_due()
