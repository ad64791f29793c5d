from importlib import import_module

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self):
        # Models are loaded only now, so these cannot be imported above.
        channels = import_module("discovery.live.channels")
        signals = import_module("recruiting.signals")
        access = import_module("interviews.access")
        notes = import_module("interviews.operations.notes")
        channels.allow("interview", access.may_hear_interview)
        signals.participant_erased.connect(
            notes.wipe_notes, dispatch_uid="interviews.wipe_notes"
        )
        debriefs = import_module("interviews.operations.debriefs")
        signals.participant_erased.connect(
            debriefs.wipe_debriefs, dispatch_uid="interviews.wipe_debriefs"
        )
        erasure = import_module("interviews.operations.erasure")
        signals.participant_erased.connect(
            erasure.forget_bookings, dispatch_uid="interviews.forget_bookings"
        )
        prompts = import_module("interviews.operations.prompts")
        signals.participant_erased.connect(
            prompts.wipe_own_prompts, dispatch_uid="interviews.wipe_own_prompts"
        )
        recordings = import_module("interviews.operations.recordings")
        signals.participant_erased.connect(
            recordings.wipe_recordings, dispatch_uid="interviews.wipe_recordings"
        )
        signals.consent_withdrawn.connect(
            recordings.follow_consent, dispatch_uid="interviews.follow_consent"
        )
        transcripts = import_module("interviews.operations.transcripts")
        signals.participant_erased.connect(
            transcripts.wipe_transcripts, dispatch_uid="interviews.wipe_transcripts"
        )
        skills = import_module("interviews.operations.skills")
        signals.participant_erased.connect(
            skills.wipe_evidence, dispatch_uid="interviews.wipe_evidence"
        )
        talks = import_module("interviews.signals")
        copies = import_module("interviews.operations.redacted_copies")
        talks.words_redacted.connect(
            copies.blot_copies, dispatch_uid="interviews.blot_copies"
        )
        talks.words_sought.connect(
            copies.count_copies, dispatch_uid="interviews.count_copies"
        )
        rechecks = import_module("discovery.mail.rechecks")
        letters = import_module("interviews.operations.letters")
        rechecks.recheck("interview", letters.why_not_to_send)
