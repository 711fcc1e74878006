"""A page as its reader meets it: words, headings, what can be pressed, what was said."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "head", "svg"}
WITHIN_WORDS = {"a", "code", "em", "span", "strong"}
ON_A_LINE_OF_ITS_OWN = "sub"


class Words(HTMLParser):
    """The words of a page inside elements that fit; what `head`, scripts and drawings hold is no word."""

    def __init__(self, wanted: str = "", css_class: str = "") -> None:
        super().__init__()
        self.wanted, self.css_class = wanted, css_class
        self.open: list[bool] = []
        self.silent = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        self.part("" if ON_A_LINE_OF_ITS_OWN in classes else tag)
        if tag in VOID:
            return
        fits = (not self.wanted or tag == self.wanted) and self.css_class in ("", *classes)
        if fits and not any(self.open):
            self.found.append("")
        self.open.append(fits)
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self.part(tag)
        if tag in VOID:
            return
        self.open.pop()
        self.silent -= tag in SILENT

    def part(self, tag: str) -> None:
        if tag not in WITHIN_WORDS and any(self.open):
            self.found[-1] += " "

    def handle_data(self, data: str) -> None:
        if any(self.open) and not self.silent:
            self.found[-1] += data


def words(response, tag: str = "main", css_class: str = "") -> list[str]:
    """The words of every such element, each on one line. `words(page, "h1")`, `words(page, "li", "told")`."""
    reader = Words(tag, css_class)
    reader.feed(response.text)
    return [" ".join(text.split()) for text in reader.found]


def text(response) -> str:
    """All words of the page's own part."""
    return " ".join(words(response))


def said(response) -> list[str]:
    """What the page says happened: alerts, in order."""
    return words(response, "div", "alert") + words(response, "p", "alert")


def links(response) -> list[str]:
    """Where one can go or send from the page's own part."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return [address.replace("&amp;", "&") for address in re.findall(r'(?:href|action)="(/[^"]*)"', main)]


def fields(response) -> dict[str, str]:
    """What the page's form would send as it stands: hidden fields, texts, chosen options, ticks."""
    reader = _Form()
    reader.feed(response.text.partition("<main")[2].partition("</main>")[0])
    return reader.values


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = value
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "input" and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self.values[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\r\n").removeprefix("\n").strip("\r\n")
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data
