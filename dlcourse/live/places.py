"""Where each panel stands: places in rows, strips across, axes inside their margins."""

LOWEST = 190  # pixels of a panel's height
ROOMY = 280  # pixels of a row of panels from which on strips have their full height


def places_of(panels) -> list:
    """[(panel, …), …], one tuple for each place: a list among the `panels` is one place.

    Raises ValueError unless there are panels, all different.
    """
    given = panels if isinstance(panels, list | tuple) else [panels]
    places = [tuple(p) if isinstance(p, list | tuple) else (p,) for p in given]
    found = [panel for place in places for panel in place]
    if not found or len({id(panel) for panel in found}) < len(found):
        raise ValueError(f"panels must be one or several different panels, got {panels!r}")
    return places


def strip(place):
    """The height in pixels of a strip across the picture, or None where the place is none."""
    return place[0].height if len(place) == 1 else None


def in_rows(places, columns: int) -> list:
    """The places row by row, `columns` to a row; a strip has a row of its own."""
    rows = []
    for place in places:
        full = not rows or len(rows[-1]) == columns or strip(rows[-1][0]) is not None
        if full or strip(place) is not None:
            rows.append([place])
        else:
            rows[-1].append(place)
    return rows


def usual_columns(places) -> int:
    """Up to three places in one row, more in two; strips do not count."""
    count = sum(strip(place) is None for place in places)
    return (count if count <= 3 else -(-count // 2)) or 1


def usual_size(places, columns) -> tuple:
    """As wide as the page, and so high that controls and sentences fit beside it on 1280 × 720."""
    strips = [strip(row[0]) for row in in_rows(places, columns)]
    rows = strips.count(None)
    height = {0: 0, 1: 410, 2: 620}.get(rows, 300 * rows) + sum(strip or 0 for strip in strips)
    return 1120, height


def lowest(places, columns) -> int:
    """Pixels that the places need to stand one below the other, `columns` in a row."""
    strips = sum(_height(place[0], low=True) for place in places if strip(place) is not None)
    needed = [
        sum(_height(panel, low=True) or LOWEST for panel in place)
        for place in places
        if strip(place) is None
    ]
    return strips + max(needed, default=0) * -(-len(needed) // columns)


def check_size(size):
    """The `size` in whole pixels, or None; ValueError unless it is None or (width, height)."""
    if size is not None and not (len(size) == 2 and all(int(side) >= 100 for side in size)):
        raise ValueError(f"size must be (width, height) in pixels from 100, got {size!r}")
    return size and tuple(int(side) for side in size)


def boxes(places, size, columns) -> list:
    """Each panel's part of the picture in whole CSS pixels: left, bottom, right, top."""
    rows = in_rows(places, columns)
    (width, height), strips = size, [row[0][0] for row in rows if strip(row[0]) is not None]
    shared = len(rows) - len(strips)
    low = height - sum(panel.height for panel in strips) < ROOMY * shared
    free = height - sum(_height(panel, low) for panel in strips)
    found, top = [], height
    for row in rows:
        across = columns if strip(row[0]) is None else 1
        bottom = top - (free / shared if strip(row[0]) is None else _height(row[0][0], low))
        for k, place in enumerate(row):
            left, right = width * k / across, width * (k + 1) / across
            heights = [None] if strip(place) is not None else [_height(p, low) for p in place]
            found += [
                tuple(round(edge) for edge in (left, end, right, begin))
                for end, begin in _stacked(heights, bottom, top)
            ]
        top = bottom
    return found


def _height(panel, low):
    """The height that a panel asks for, less in a `low` window; None if it takes what is left."""
    return (low and panel.least) or panel.height


def _stacked(heights, bottom, top):
    """(bottom, top) of the panels of a place, from the top; those without a height share."""
    free, shared = top - bottom - sum(high or 0 for high in heights), heights.count(None)
    for height in heights:
        end = top - (height or free / shared)
        yield end, top
        top = end


def inside(panel, box, others, size) -> tuple:
    """The axes' rectangle in fractions of the picture: its `box` without the panel's margins.

    Below and above it is without those of the `others` (panel, box) that begin or end where it
    does, so that axes align. Where both axes are the same space it is a square.
    """
    left, bottom, right, top = panel.margins
    for other, place in others:
        aligned = panel.aligned and other.aligned
        if aligned and panel.height is None and other.height is None:
            bottom = max(bottom, other.margins[1]) if place[1] == box[1] else bottom
            top = max(top, other.margins[3]) if place[3] == box[3] else top
    x, y = box[0] + left, box[1] + bottom
    wide, high = box[2] - right - x, box[3] - top - y
    if panel.square:
        side = min(wide, high)
        x, y, wide, high = x + (wide - side) / 2, y + high - side, side, side
    width, height = size
    return x / width, y / height, wide / width, high / height
