"""Technicians' photos, as `shared.pictures.workshop` makes them."""

from PIL import Image, ImageOps

from services.catalog.ports import Portraits
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.pictures import Picture
from shared.pictures.workshop import as_jpeg, decoded, made

# Pages show a face at 80 pixels at most, of which a phone draws three for one.
EDGE, LONGEST_EDGE_BEFORE = 320, 1600
# Of a picture that stands upright, a little more of what is below is left out: faces are in its upper half.
CENTRE = (0.5, 0.4)


class PillowPortraits:
    """See `ports.Portraits`."""

    def portrait(self, content: bytes) -> Picture:
        return made(portrait_of, content)


class PortraitStudio(Dependency):
    """Injects `PillowPortraits`."""

    def provide(self, resources: Resources, call: Call) -> Portraits:  # noqa: ARG002
        return PillowPortraits()


def portrait_of(content: bytes) -> Picture:
    whole = decoded(content, LONGEST_EDGE_BEFORE)
    edge = min(EDGE, *whole.size)
    return as_jpeg(ImageOps.fit(whole, (edge, edge), Image.Resampling.LANCZOS, centering=CENTRE))
