"""What other rooms may use of `evidence`."""

from yaoyaoling.evidence.api import PHOTO_BODY, UploadReply, keep_photo
from yaoyaoling.evidence.events import RecordingKept
from yaoyaoling.evidence.files import MediaFiles, Upload, UploadGone
from yaoyaoling.evidence.handlers.claim import claim_uploads
from yaoyaoling.evidence.handlers.tie import follow_merger, follow_parting, part_from_incident, tie_to_incident
from yaoyaoling.evidence.handlers.tie_recording import tie_recordings
from yaoyaoling.evidence.queries import list_photos, read_media, sweep_uploads
from yaoyaoling.evidence.recordings.forget import forget_old_recordings
from yaoyaoling.evidence.recordings.keep import SheetOf, keep_recording, read_sheet, sweep_recordings, write_sheet
from yaoyaoling.evidence.recordings.live import LiveLeg
from yaoyaoling.evidence.recordings.sealed import RecordingFiles
from yaoyaoling.evidence.recordings.sheet import CallSheet, LegNote, Played
from yaoyaoling.evidence.recordings.views import PartView, RecordingView, get_recording_view
from yaoyaoling.evidence.watermark import watermarked

__all__ = [
    "PHOTO_BODY",
    "CallSheet",
    "LegNote",
    "LiveLeg",
    "MediaFiles",
    "PartView",
    "Played",
    "RecordingFiles",
    "RecordingKept",
    "RecordingView",
    "SheetOf",
    "Upload",
    "UploadGone",
    "UploadReply",
    "claim_uploads",
    "follow_merger",
    "follow_parting",
    "forget_old_recordings",
    "get_recording_view",
    "keep_photo",
    "keep_recording",
    "list_photos",
    "part_from_incident",
    "read_media",
    "read_sheet",
    "sweep_recordings",
    "sweep_uploads",
    "tie_recordings",
    "tie_to_incident",
    "watermarked",
    "write_sheet",
]
