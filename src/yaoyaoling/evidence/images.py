"""Looking at what is said to be a photo before anything is kept: really an image, of a sane size."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class NotAPhoto(Refused):
    """The bytes are no image we take."""

    code = "not_a_photo"
    status = 422
    zh = "这不是可用的照片（支持 JPEG、PNG、WebP）。请重新拍照或换一张，其他内容已保留。"
    en = "This is not a usable photo (JPEG, PNG or WebP). Take it again or choose another; the rest is kept."


class PhotoTooLarge(Refused):
    """Too many bytes or pixels."""

    code = "photo_too_large"
    status = 413
    zh = "照片过大（最多 10 MB、5000 万像素），请压缩后重试，其他内容已保留。"
    en = "The photo is too large (10 MB, 50 megapixels at most). Make it smaller; the rest is kept."


class PhotoFacts(Value):
    """What was found."""

    mime: str
    width: int
    height: int
    size_bytes: int


def examine(content: bytes) -> PhotoFacts:
    """Decode the whole image. Raises: NotAPhoto, PhotoTooLarge."""
    if len(content) > MAX_BYTES:
        raise PhotoTooLarge
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MIMES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PhotoTooLarge
            image.load()
            return PhotoFacts(
                mime=MIMES[image.format or ""], width=image.width, height=image.height, size_bytes=len(content)
            )
    except Image.DecompressionBombError as error:
        raise PhotoTooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, KeyError, SyntaxError, EOFError) as error:
        raise NotAPhoto from error


def rendition(content: bytes, longest_px: int) -> bytes:
    """A JPEG for the screen: turned upright, shrunk, and without anything but the picture (no EXIF, no position)."""
    with Image.open(io.BytesIO(content), formats=tuple(MIMES)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((longest_px, longest_px))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=82)
        return out.getvalue()
