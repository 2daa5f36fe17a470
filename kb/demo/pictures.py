"""Draws the cover pictures: motifs of flat shapes from ``motifs.toml`` on a grid of 160 by 90."""

import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from kb.demo.files import DATA, DataError, EntryFile, read_toml
from kb.demo.stored_files import StoredFiles
from kb.models import Enterprise, KbImage, Licence

SIZE = (1200, 675)
OVERSAMPLING = 2
SCALE = SIZE[0] * OVERSAMPLING / 160

PALETTES = (
    {"sky": "#dcebf2", "ground": "#9fb8ad", "ink": "#22404d", "body": "#2f7d8c", "light": "#f7f4ea", "warm": "#e2a13b"},
    {"sky": "#f3ead9", "ground": "#c9b28a", "ink": "#3d3328", "body": "#b5532f", "light": "#fdfaf2", "warm": "#e9b44c"},
    {"sky": "#e4ebdc", "ground": "#9db384", "ink": "#26382b", "body": "#4c7a4f", "light": "#f9f8ee", "warm": "#dd8f3d"},
    {"sky": "#e3e4f1", "ground": "#a9adc9", "ink": "#292c4a", "body": "#5560a5", "light": "#f8f8fc", "warm": "#e3a857"},
    {"sky": "#f4e3dd", "ground": "#c8a397", "ink": "#442a2a", "body": "#9c4a4f", "light": "#fcf6f1", "warm": "#edb15a"},
)


def cover_of(entry: EntryFile, enterprise: Enterprise, stored: StoredFiles) -> KbImage:
    """The saved picture of ``entry``'s motif; the entry's key picks the colours."""
    texts = entry.versions[entry.original]
    if entry.cover not in motifs():
        raise DataError(entry.name, "cover", problem=f"there is no motif {entry.cover!r}.")
    content = draw(entry.cover, zlib.crc32(entry.key.encode()) % len(PALETTES))
    image = KbImage(
        title=texts.get("title", entry.key)[:255],
        description=texts.get("cover_alt", "")[:255],
        enterprise=enterprise,
        copyright=enterprise.name_in(entry.original),
        licence=Licence.CC_BY,
    )
    stored.save(image, f"{entry.key}.jpg", content)
    return image


@cache
def motifs() -> dict[str, list[list[Any]]]:
    """Shapes by motif."""
    described = read_toml(DATA / "motifs.toml", "motifs.toml")
    return {name: motif["shapes"] for name, motif in described.items()}


def draw(motif: str, palette: int = 0) -> bytes:
    """A JPEG picture of ``motif``."""
    colours = PALETTES[palette]
    image = Image.new("RGB", (SIZE[0] * OVERSAMPLING, SIZE[1] * OVERSAMPLING), colours["sky"])
    pen = ImageDraw.Draw(image)
    for number, shape in enumerate(motifs()[motif], start=1):
        try:
            _draw_shape(pen, shape, colours)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise DataError("motifs.toml", motif, f"shape {number}", problem=f"cannot be drawn: {error}") from error
    content = BytesIO()
    image.resize(SIZE, Image.Resampling.BOX).save(content, "JPEG", quality=85, optimize=True)
    return content.getvalue()


def _draw_shape(pen: ImageDraw.ImageDraw, shape: list[Any], colours: dict[str, str]) -> None:
    kind, colour, *rest = shape
    fill = colours[colour]
    numbers = [float(number) * SCALE for number in rest]
    if kind == "rect":
        pen.rounded_rectangle(numbers[:4], radius=numbers[4] if len(numbers) > 4 else 0, fill=fill)
    elif kind == "poly":
        pen.polygon(numbers, fill=fill)
    elif kind == "circle":
        x, y, radius = numbers
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    elif kind == "ring":
        x, y, radius, width = numbers
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=fill, width=round(width))
    elif kind == "line":
        width, *points = numbers
        pen.line(points, fill=fill, width=round(width), joint="curve")
        for x, y in (points[:2], points[-2:]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=fill)
    elif kind == "arc":
        width, x, y, radius = numbers[:4]
        start, end = (float(number) for number in rest[4:])
        pen.arc((x - radius, y - radius, x + radius, y + radius), start, end, fill=fill, width=round(width))
    else:
        raise ValueError(kind)
