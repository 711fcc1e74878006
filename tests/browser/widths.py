"""Whether a page fits: no sideways scrolling at any width, at 200 % zoom, or with letters twice as large."""

WIDTHS = (320, 375, 768, 1024, 1440)
ZOOMED = 1440 // 2  # at 200 % a window 1440 wide has room for 720
LARGE = "size => { document.documentElement.style.fontSize = size }"
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const beyond = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > room + 1);
  return beyond.slice(-3).map(one => one.outerHTML.slice(0, 160));
}"""


def too_wide(page) -> dict[str, list[str]]:
    """What sticks out, by width."""
    seen = {}
    for width in (*WIDTHS, ZOOMED):
        page.set_viewport_size({"width": width, "height": 900})
        seen[f"{width} px"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 1024, "height": 900})
    page.evaluate(LARGE, "200%")
    seen["large letters"] = page.evaluate(TOO_WIDE)
    page.evaluate(LARGE, "")
    return {width: found for width, found in seen.items() if found}
