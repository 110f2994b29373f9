"""The plots of `docs/plots`, as SVG that stands on its own, on light and dark pages."""

import math
from xml.sax.saxutils import escape

import words
from verdict import goal_of, reached

FILLS = {"ours": "#4a90c2", "ours too": "#9ecae9", "numpy": "#e8954a", "hand": "#7fb77a"}
STYLE = (
    ".rp-text{fill:#768390}.rp-line{stroke:#768390}"
    "@media (prefers-color-scheme:light){.rp-text{fill:#59636e}.rp-line{stroke:#59636e}}"
    "@media (prefers-color-scheme:dark){.rp-text{fill:#9da7b3}.rp-line{stroke:#9da7b3}}"
)
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"


class Picture:
    """Parts of an SVG picture, and how to write them."""

    def __init__(self, width, height, title):
        self.width, self.height, self.title, self.parts = width, height, title, []

    def text(self, x, y, text, size=11, anchor="start", bold=False, turn=None):
        turned = f' transform="rotate({turn} {x:.1f} {y:.1f})"' if turn else ""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text class="rp-text" x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
            f' text-anchor="{anchor}"{weight}{turned}>{escape(text)}</text>'
        )

    def line(self, x1, y1, x2, y2, opacity=1.0, dash=""):
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path class="rp-line" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"'
            f' stroke-opacity="{opacity}"{dashes}/>'
        )

    def box(self, x, y, width, height, fill, title="", hollow=False):
        look = f'fill="none" stroke="{fill}"' if hollow else f'fill="{fill}"'
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}"'
            f' rx="1.5" {look}><title>{escape(title)}</title></rect>'
        )

    def curve(self, points, color, title):
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in points)
        self.parts.append(
            f'<g fill="{color}"><title>{escape(title)}</title>'
            f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2"/>{dots}</g>'
        )

    def __str__(self):
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}" role="img" font-family="{FONT}">'
        )
        start = [head, f"<title>{escape(self.title)}</title>", f"<style>{STYLE}</style>"]
        return "\n".join(start + self.parts + ["</svg>", ""])


def cost_per_row(curves, machine):
    """Nanoseconds a row against the number of rows, a panel for each work."""
    titles = list(dict.fromkeys(curve["work"] for curve in curves))
    panel_width, panel_height = 400, 300
    picture = Picture(
        2 * panel_width + 20,
        (len(titles) + 1) // 2 * panel_height + 60,
        "Nanoseconds a row against the number of rows, records of 18 bytes",
    )
    picture.text(16, 26, picture.title, 16, bold=True)
    picture.text(
        16, 44, f"{machine['date']}, {machine['processor']}, NumPy {machine['versions']['numpy']}"
    )
    for number, title in enumerate(titles):
        left, top = number % 2 * panel_width + 10, number // 2 * panel_height + 56
        mine = [curve for curve in curves if curve["work"] == title]
        _panel(picture, left, top, panel_width, panel_height, title, mine)
    return str(picture)


SIDES = [
    ("static", "ours, static", "ours"),
    ("run-time", "ours, run-time", "ours too"),
    ("numpy", "NumPy", "numpy"),
    ("hand", "loop by hand", "hand"),
]


def _panel(picture, left, top, width, height, title, curves):
    left, right, top, bottom = left + 52, left + width - 16, top + 34, top + height - 40
    counts = [curve["rows"] for curve in curves]
    values = [part[0] for curve in curves for part in curve["nanoseconds"].values()]
    x_low, x_high = math.log10(min(counts)), math.log10(max(counts))
    y_low, y_high = math.log10(min(values) * 0.8), math.log10(max(values) * 1.25)

    def across(count):
        return left + (math.log10(count) - x_low) / max(x_high - x_low, 1e-9) * (right - left)

    def up(value):
        return bottom - (math.log10(value) - y_low) / (y_high - y_low) * (bottom - top)

    picture.text(left, top - 20, title.replace("`", ""), 13, bold=True)
    for power in range(math.ceil(x_low), math.floor(x_high) + 1):
        x = across(10**power)
        picture.line(x, top, x, bottom, 0.15)
        picture.text(x, bottom + 16, f"10{_raised(power)}", 10, "middle")
    for value in (1, 2, 5):
        for power in range(-3, 4):
            nanoseconds = value * 10.0**power
            if y_low <= math.log10(nanoseconds) <= y_high:
                picture.line(left, up(nanoseconds), right, up(nanoseconds), 0.15)
                picture.text(left - 6, up(nanoseconds) + 4, f"{nanoseconds:g}", 10, "end")
    picture.text((left + right) / 2, bottom + 32, "rows", 10, "middle")
    picture.text(left - 38, (top + bottom) / 2, "ns a row", 10, "middle", turn=-90)
    at = left
    for side, name, color in SIDES:
        points = [
            (across(curve["rows"]), up(curve["nanoseconds"][side][0]))
            for curve in curves
            if side in curve["nanoseconds"]
        ]
        if not points:
            continue
        picture.curve(points, FILLS[color], name)
        picture.box(at, top - 13, 8, 8, FILLS[color])
        picture.text(at + 11, top - 5, name, 10)
        at += 11 + 6.2 * len(name) + 12


def _raised(power):
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(power))


def times_faster(cells, size, machine):
    """Bars: how many times faster than NumPy, a group for each work."""
    mine = [cell for cell in cells if cell["size"] == size]
    works = list(dict.fromkeys(cell["work"] for cell in mine))
    line, head = 21, 26
    height = 80 + len(works) * head + len(mine) * line
    picture = Picture(820, height, f"Times faster than NumPy, {words.SIZES[size]}")
    picture.text(16, 26, picture.title, 16, bold=True)
    said = "dark: static, light: run-time; lines: goals, hollow: below"
    picture.text(16, 44, f"{machine['date']}, {machine['processor']}; {said}")
    left, right = 330, 760
    most = max((_shown(cell, ours)[1] for cell in mine for ours in cell["faster"]), default=2)
    low, high = math.log10(0.25), math.log10(max(4, most * 1.1))

    def across(ratio):
        return left + (math.log10(max(ratio, 0.25)) - low) / (high - low) * (right - left)

    for ratio in (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200):
        if math.log10(ratio) <= high:
            picture.line(across(ratio), 58, across(ratio), height - 14, 0.8 if ratio == 1 else 0.15)
            picture.text(across(ratio), 56, f"{ratio:g}×", 10, "middle")
    y = 64
    for work in works:
        picture.text(16, y + 16, words.WORKS[work].title, 12, bold=True)
        y += head
        for cell in mine:
            if cell["work"] != work:
                continue
            picture.text(322, y + 12, words.record(cell).replace("`", ""), 10, "end")
            for place, ours in enumerate(cell["faster"]):
                _bar(picture, cell, ours, y + 9 * place, across)
            y += line
    return str(picture)


def _shown(cell, ours):
    """What NumPy is told that a goal speaks of, the nearest to it, or the fastest: and how
    many times faster we are, and the goal."""
    ratios = cell["faster"][ours]
    sides = [(side, ratios[side][0], goal_of(cell, ours, side)) for side in NUMPY if side in ratios]
    with_goal = [side for side in sides if side[2]]
    if with_goal:
        return min(with_goal, key=lambda side: side[1] / side[2])
    return min(sides, key=lambda side: side[1])


NUMPY = ("numpy", "fields", "index", "records", "packer", "order")


def _bar(picture, cell, ours, y, across):
    side, ratio, goal = _shown(cell, ours)
    label = f"{words.record(cell).replace('`', '')}, {words.SIDES[ours]}"
    fill = FILLS["ours" if ours == "static" else "ours too"]
    one = across(1)
    x, width = min(one, across(ratio)), abs(across(ratio) - one)
    picture.box(
        x,
        y + 1,
        width,
        7,
        fill,
        f"{label}: {ratio:.2f} times {side}",
        not reached(ratio, goal or 1.0),
    )
    picture.text(max(one, across(ratio)) + 5, y + 8, f"{ratio:.3g}", 8)
    if goal:
        picture.line(across(goal), y, across(goal), y + 9, 1.0)
