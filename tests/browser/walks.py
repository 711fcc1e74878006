"""Going from page to page as different people."""

from collections.abc import Callable, Iterator
from typing import Literal

from flask import Flask
from playwright.sync_api import Page

from tests.browser.company import House
from tests.browser.places import Visit


def press(page: Page, name: str, *, role: Literal["button", "link"] = "button", exact: bool = True) -> None:
    """The first of this name is pressed, and the page it leads to is there. What is read right after a bare click may be the old page."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=exact).first.click()


def walk(
    app: Flask, house: House, window: Callable[..., Page], visits: list[Visit], **options: object
) -> Iterator[tuple[Visit, Page]]:
    """Each visit, with the page in front of its visitor; one window a person. `options` are those of the windows."""
    windows: dict[str, Page] = {}
    for visit in visits:
        if visit.who not in windows:
            windows[visit.who] = window(house.people.get(visit.who), **options)
        page = windows[visit.who]
        page.goto(address(app, visit))
        if visit.then:
            with page.expect_navigation():
                visit.then(page)
        yield visit, page


def address(app: Flask, visit: Visit) -> str:
    """The path of a visit's page."""
    return app.url_map.bind("").build(visit.endpoint, visit.values)
