"""Routes: sending photos and looking at them."""

import asyncio
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.evidence.images import MAX_BYTES, PhotoTooLarge
from yaoyaoling.evidence.queries import read_media
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import HallDep, PrincipalDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["evidence"])
PHOTO_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            mime: {"schema": {"type": "string", "format": "binary"}}
            for mime in ("image/jpeg", "image/png", "image/webp", "application/octet-stream")
        },
    }
}


class UploadReply(Value):
    """Name the upload in a report or a feedback within a day, or it is forgotten."""

    upload_id: UUID
    sha256: str
    width: int
    height: int


async def keep_photo(request: Request, files: MediaFiles) -> UploadReply:
    """Take the request's body as a photo. Raises: NotAPhoto, PhotoTooLarge."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_BYTES:
            raise PhotoTooLarge
    upload = await asyncio.to_thread(files.keep, bytes(content))
    return UploadReply(
        upload_id=upload.media_id, sha256=upload.sha256, width=upload.facts.width, height=upload.facts.height
    )


@router.post("/api/evidence/uploads", status_code=201, openapi_extra=PHOTO_BODY)
async def post_upload(
    request: Request,
    hall: HallDep,
    _: Annotated[Principal, allow(Role.OFFICER, Role.CALL_TAKER, Role.STATION_DESK, Role.COUNTY_DESK)],
) -> UploadReply:
    """Send a photo: the body is the file itself."""
    return await keep_photo(request, hall.need(MediaFiles))


@router.get("/api/evidence/media/{media_id}", response_class=Response)
async def get_media(
    media_id: UUID,
    hall: HallDep,
    principal: PrincipalDep,
    size: Literal["thumb", "screen", "original"] = "screen",
) -> Response:
    """A photo: for the screen turned upright and without hidden data, or the original."""
    content, mime = await read_media(hall.db, hall.need(MediaFiles), principal, media_id, size)
    return Response(content, media_type=mime, headers={"Cache-Control": "private, max-age=3600"})
