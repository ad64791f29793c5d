"""What waits to be placed, and the evidence that nodes stand on."""

from django.urls import path

from opportunities.views import evidence, inbox, led_to, other_evidence, segments

_TREE = "tree/<int:outcome_id>/"
_INBOX = f"{_TREE}inbox/"
_HEARD = f"{_INBOX}<int:heard_id>/"
_NODE = f"{_TREE}opportunities/<int:opportunity_id>/"
_EVIDENCE = f"{_NODE}evidence/<int:evidence_id>/"
_OTHER = f"{_NODE}other/<int:other_id>/"

evidence_patterns = [
    path(_INBOX, inbox.inbox, name="inbox"),
    path(f"{_INBOX}together/", inbox.placing_together, name="placing_together"),
    path(f"{_INBOX}aside/", inbox.set_aside, name="set_aside"),
    path(f"{_INBOX}thresholds/", inbox.thresholds, name="thresholds"),
    path(_HEARD, inbox.placing, name="placing"),
    path(f"{_HEARD}parts/", inbox.splitting, name="heard_parts"),
    path(f"{_HEARD}aside/", inbox.setting_aside, name="setting_aside"),
    path(f"{_NODE}alike/", evidence.alike, name="alike"),
    path(f"{_EVIDENCE}removal/", evidence.evidence_removal, name="evidence_removal"),
    path(f"{_EVIDENCE}side/", evidence.evidence_side, name="evidence_side"),
    path(f"{_NODE}other/", other_evidence.other_new, name="other_new"),
    path(_OTHER, other_evidence.other, name="other"),
    path(f"{_OTHER}removal/", other_evidence.other_removal, name="other_removal"),
    path("tree/stories/<int:snapshot_id>/", led_to.story_led_to, name="led_to"),
    path(f"{_TREE}segments/", segments.segments, name="segments"),
    path(f"{_TREE}segments/csv/", segments.segments_csv, name="segments_csv"),
]
