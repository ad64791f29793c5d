from importlib import import_module

from django.apps import AppConfig


class OpportunitiesConfig(AppConfig):
    name = "opportunities"

    def ready(self):
        # Models are loaded only now, so these cannot be imported above.
        channels = import_module("discovery.live.channels")
        signals = import_module("recruiting.signals")
        access = import_module("opportunities.access")
        erasure = import_module("opportunities.operations.erasure")
        channels.allow("tree", access.may_hear_tree)
        signals.participant_erased.connect(
            erasure.forget_names, dispatch_uid="opportunities.forget_names"
        )
        talks = import_module("interviews.signals")
        redaction = import_module("opportunities.operations.redaction")
        talks.words_redacted.connect(
            redaction.blot_nodes, dispatch_uid="opportunities.blot_nodes"
        )
        talks.words_sought.connect(
            redaction.count_on_nodes, dispatch_uid="opportunities.count_on_nodes"
        )
