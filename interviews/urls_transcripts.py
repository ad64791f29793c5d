from django.urls import path

from interviews.views import highlights, transcripts

_transcript = "transcripts/<int:transcript_id>/"
_highlight = "highlights/<int:highlight_id>/"

transcript_patterns = [
    path(
        "interviews/<int:interview_id>/transcripts/",
        transcripts.transcripts,
        name="transcripts",
    ),
    path(_transcript, transcripts.transcript, name="transcript"),
    path(
        f"{_transcript}speakers/",
        transcripts.transcript_speakers,
        name="transcript_speakers",
    ),
    path(
        f"{_transcript}deletion/",
        transcripts.transcript_deletion,
        name="transcript_deletion",
    ),
    path(f"{_transcript}file/", transcripts.transcript_file, name="transcript_file"),
    path(
        f"{_transcript}words/<int:position>/",
        highlights.transcript_words,
        name="transcript_words",
    ),
    path(f"{_transcript}highlights/", highlights.highlights, name="highlights"),
    path(f"{_transcript}redactions/", highlights.redactions, name="redactions"),
    path(_highlight, highlights.highlight, name="highlight"),
    path(
        f"{_highlight}removal/", highlights.highlight_removal, name="highlight_removal"
    ),
]
