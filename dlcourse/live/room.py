"""How big a picture is drawn for the room that the page or the stage gives it.

Type is drawn in CSS pixels: a picture that is drawn wide and shown narrow has small type.
"""

from .places import lowest, strip

STAGE = 640  # the height of the stage in units of which the usual type has 12
NARROWEST = 240  # pixels of a panel's width
NEAR = 0.92  # from this part of its usual size on a picture is left as it is


def zoom(shown: dict) -> float:
    """Pixels of the page for a pixel of the picture: 1 in the page, more on the stage."""
    return max(shown["window"] / STAGE, 1.0) if shown.get("stage") else 1.0


def fitting(shown: dict, usual: tuple, columns: int, places: list, rest: int) -> tuple:
    """((width, height), columns) of the picture for the room `shown`.

    Args:
        shown: what the page tells: "width" and "height" of the room, "window", the height of the
            window, and "stage", whether the picture is on the stage; in pixels.
        usual: the size (width, height) in a page with enough room.
        columns: places in a row there.
        places: the panels, one tuple for each place.
        rest: pixels of the window's height that all else takes in the page.
    """
    strips = sum(strip(place) or 0 for place in places)
    count = sum(strip(place) is None for place in places)
    if shown.get("stage"):
        width, height = (int(shown[side] / zoom(shown)) for side in ("width", "height"))
        return (max(width, NARROWEST * columns), max(height, lowest(places, columns))), columns
    width, height = shown["width"] // 20 * 20, shown["window"] - rest
    if width >= NEAR * usual[0] and height >= NEAR * NEAR * usual[1]:
        return usual, columns
    width = min(max(width, 300), usual[0])
    # Of many small panels each may become smaller, so that they keep their rows.
    narrowest = NARROWEST if columns < 4 else 0.6 * usual[0] / columns
    across = max(1, min(columns, int(width / narrowest))) if count else columns
    rows, usual_rows = -(-count // across), -(-count // columns)
    whole = usual[1] if rows == usual_rows else strips + (usual[1] - strips) * rows // usual_rows
    return (width, max(min(whole, height), lowest(places, across))), across
