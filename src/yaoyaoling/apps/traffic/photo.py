"""A photo nobody took: coloured shapes and the word DEMO."""

import io

from PIL import Image, ImageDraw

from yaoyaoling.places.public import Dice

_SIZE = (640, 480)


def demo_photo(seed: int) -> bytes:
    """A JPEG, another for each seed."""
    dice = Dice(seed, "photo")

    def colour() -> tuple[int, int, int]:
        return dice.whole(40, 210), dice.whole(40, 210), dice.whole(40, 210)

    image = Image.new("RGB", _SIZE, colour())
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = dice.whole(0, _SIZE[0]), dice.whole(0, _SIZE[1])
        draw.rectangle((x, y, x + dice.whole(20, 200), y + dice.whole(20, 160)), fill=colour())
    draw.rectangle((0, 0, 120, 28), fill=(0, 0, 0))
    draw.text((10, 8), "DEMO / photo", fill=(255, 255, 255))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
