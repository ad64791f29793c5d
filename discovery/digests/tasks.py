from celery import shared_task

from discovery.digests.operations import planning, posting, sending


@shared_task(name="digests.send_due_digests")
def send_due_digests():
    """Beat asks each minute; a week is settled once, however often anybody asks."""
    sending.send_due_digests()


@shared_task(name="digests.tidy")
def tidy():
    sending.forget_old_issues()
    planning.forget_old_posts()


@shared_task(name="digests.sweep_chats")
def sweep_chats():
    """Make the rows of what is to be posted, and hand them out; twice is as good as once."""
    planning.plan_posts()
    posting.sweep_posts()


@shared_task(name="digests.deliver_post")
def deliver_post(post_id):
    """Post one message, unless another worker has it in hand."""
    posting.deliver_post(post_id)
