"""Why a file is not taken, in words for the person who sent it."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "consent": _("First write down that the participant agreed to be recorded."),
    "kind": _("We take MP3, M4A, WAV, OGG and WebM for sound, MP4 and WebM for video."),
    "empty": _("That file is empty."),
    "mismatch": _("That file is not what its name says. Please export it again."),
    "broken": _("That file cannot be read as a recording. Please export it again."),
    "cut": _(
        "That file is not complete: its end is missing. Please open it in the program that "
        "recorded it, and save it from there."
    ),
    "silent": _("There is neither sound nor picture in that file."),
    "too_large": _("That file is larger than 10 GB. Please save it in a smaller size."),
    "full": _(
        "There is no room left for recordings. An admin can make some in the settings."
    ),
    "too_many": _("This talk has as many recordings as one can have."),
    "too_many_open": _(
        "Several files of yours are on their way. Let them arrive first, or stop one."
    ),
    "checksum": _(
        "What arrived is not the file that was sent. Please send it once more."
    ),
    "lost": _("What was sent so far is gone. Please send the file once more."),
}


class UploadRefused(Exception):
    """A file is not taken; ``str()`` says why and what to do about it."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return str(REASONS[self.reason])
