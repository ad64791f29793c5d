from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "discovery.digests"
    label = "digests"

    def ready(self):
        # Imported here: models can only be loaded once every app is known.
        from discovery.digests.operations.writing import write_or_cancel  # noqa: PLC0415
        from discovery.mail.rechecks import recheck  # noqa: PLC0415

        recheck("digest", write_or_cancel)
