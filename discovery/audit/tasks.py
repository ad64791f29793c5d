from celery import shared_task

from discovery.audit.sealing import seal_waiting


@shared_task(name="audit.seal_events")
def seal_events():
    """Seal the events that were committed since the last tick."""
    seal_waiting()
