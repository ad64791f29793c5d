from django.urls import path

from interviews.views import playback, recording_settings, recordings, uploads

_interview = "interviews/<int:interview_id>/recordings/"
_recording = "recordings/<int:recording_id>/"
_upload = "recordings/uploads/<uuid:upload_id>/"

recording_patterns = [
    path(_interview, recordings.recordings, name="recordings"),
    path(
        f"{_interview}consent/",
        recordings.recordings_consent,
        name="recordings_consent",
    ),
    path(f"{_interview}uploads/", uploads.recording_uploads, name="recording_uploads"),
    path(_upload, uploads.recording_upload, name="recording_upload"),
    path(f"{_upload}completion/", uploads.upload_completion, name="upload_completion"),
    path(f"{_recording}file/", playback.recording_file, name="recording_file"),
    path(
        f"{_recording}captions/", playback.recording_captions, name="recording_captions"
    ),
    path(
        f"{_recording}beginning/",
        recordings.recording_beginning,
        name="recording_beginning",
    ),
    path(
        f"{_recording}keeping/", recordings.recording_keeping, name="recording_keeping"
    ),
    path(
        f"{_recording}deletion/",
        recordings.recording_deletion,
        name="recording_deletion",
    ),
    path(
        f"{_recording}transcription/",
        recordings.recording_transcription,
        name="recording_transcription",
    ),
    path(
        "settings/recordings/",
        recording_settings.recording_settings,
        name="recording_settings",
    ),
]
