"""What in an HTML document nobody sees: it is not read, so that no command and no word hidden there counts. The original stays."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from mailbot.mail.page import Page

_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|mso-hide\s{0,9}:\s{0,9}all|visibility\s{0,9}:\s{0,9}(?:hidden|collapse)"
    r"|(?<![\w-])opacity\s{0,9}:\s{0,9}0(?:\.0{0,9})?%?\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)
_NO_HEIGHT = re.compile(
    r"(?<![\w-])(?:max-)?height\s{0,9}:\s{0,9}0(?:\.0{0,9})?(?:[a-z]{2,4}|%)?\s{0,9}(?:;|!|$)",
    re.IGNORECASE,
)
_CLIPS = re.compile(r"overflow(?:-[xy])?\s{0,9}:\s{0,9}(?:hidden|clip)", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?<![\w-])(color|background(?:-color)?)\s{0,9}:\s{0,9}(#?\w{3,20}|rgb\([\d ,]{5,20}\))", re.IGNORECASE
)
_WHITE = {"#fff": "white", "#ffffff": "white", "#000": "black", "#000000": "black"}
_SIZE = re.compile(
    r"(?<![\w-])font(?:-size)?\s{0,9}:[^;]{0,60}?(?<![\w.#-])(?:(?:xx?-|x{3}-)?(?:small|large)|medium|smaller|larger|(\d{1,4}(?:\.\d{1,4})?)(px|pt|pc|in|cm|mm|rem|vw|vh|em|ex|ch|%)?)(?![\w.-])",
    re.IGNORECASE,
)
_OF_THE_TEXT_AROUND = frozenset({"em", "ex", "ch", "%"})


def is_hidden(node: LexborNode, page: Page) -> bool:
    """Whether nobody sees what stands in the node. Text of no size is noted and not left out as a whole: layouts set the size to nothing
    around cells that have one of their own."""
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "hidden" in attributes:
        return True
    if not style:
        return False
    if size := _SIZE.search(style):
        nothing = size[1] is not None and float(size[1]) == 0
        if nothing or (size[2] or "").lower() not in _OF_THE_TEXT_AROUND:
            page.sizes.append((node.mem_id, nothing))
    if _HIDDEN.search(style) or (_NO_HEIGHT.search(style) and _CLIPS.search(style)):
        return True
    colours = {name.lower()[:5]: _WHITE.get(value.lower(), value.lower()) for name, value in _COLOUR.findall(style)}
    return bool(colours.get("color", "") == colours.get("backg", "none"))
