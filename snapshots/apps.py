from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "snapshots"

    def ready(self):
        # Imported here: models can only be loaded once every app is known.
        from discovery.live.channels import allow  # noqa: PLC0415
        from interviews.signals import words_redacted, words_sought  # noqa: PLC0415
        from recruiting.signals import consent_withdrawn, participant_erased  # noqa: PLC0415
        from snapshots.access import may_hear_snapshot, may_hear_story  # noqa: PLC0415
        from snapshots.operations.erasure import erase_from_snapshots  # noqa: PLC0415
        from snapshots.operations.redaction import blot_pages, count_on_pages  # noqa: PLC0415
        from snapshots.operations.rendering import delete_pdfs_about  # noqa: PLC0415

        allow("snapshot", may_hear_snapshot)
        allow("story", may_hear_story)
        participant_erased.connect(
            lambda participant, **kwargs: erase_from_snapshots(participant=participant),
            weak=False,
            dispatch_uid="snapshots.erase_from_snapshots",
        )
        consent_withdrawn.connect(
            lambda participant, **kwargs: delete_pdfs_about(participant),
            weak=False,
            dispatch_uid="snapshots.delete_pdfs_about",
        )
        words_redacted.connect(blot_pages, dispatch_uid="snapshots.blot_pages")
        words_sought.connect(count_on_pages, dispatch_uid="snapshots.count_on_pages")
