"""What other rooms may use of `evidence`."""

from yaoyaoling.evidence.api import PHOTO_BODY, UploadReply, keep_photo
from yaoyaoling.evidence.files import MediaFiles, Upload, UploadGone
from yaoyaoling.evidence.handlers.claim import claim_uploads
from yaoyaoling.evidence.handlers.tie import follow_merger, follow_parting, tie_to_incident
from yaoyaoling.evidence.queries import list_photos, read_media, sweep_uploads
from yaoyaoling.evidence.watermark import watermarked

__all__ = [
    "PHOTO_BODY",
    "MediaFiles",
    "Upload",
    "UploadGone",
    "UploadReply",
    "claim_uploads",
    "follow_merger",
    "follow_parting",
    "keep_photo",
    "list_photos",
    "read_media",
    "sweep_uploads",
    "tie_to_incident",
    "watermarked",
]
