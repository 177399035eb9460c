"""Files in content/ that are not articles."""

from __future__ import annotations

import io

from digest.model.article import Media
from digest.model.parts import digest_bytes

_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".tif", ".tiff")


def read_media(path: str, data: bytes) -> Media:
    """What is known of a file by its bytes: for an image, its width and height in pixels (0 if they are not told)."""
    width = height = 0
    if path.lower().endswith(_IMAGES):
        import imagesize  # 10 ms: loaded only where there is an image

        width, height = imagesize.get(io.BytesIO(data))
    return Media(path, digest_bytes(data), max(int(width), 0), max(int(height), 0))
