"""The theme reaches a browser in one piece."""

import re
from pathlib import Path

import look
from app import create_app
from tests.infra.sources import ROOT

PARTS = sorted(path for path in (ROOT / "static" / "css").glob("*.css") if path.name != "foyer.css")


def inside(text: str, part: Path) -> bool:
    return part.read_text() in text


def test_stylesheet_holds_every_part_and_imports_only_bootstrap(client):
    # when
    response = client.get(look.asset("css/foyer.css"))

    # then
    assert response.status_code == 200
    assert [part.name for part in PARTS if not inside(response.text, part)] == []
    assert re.findall(r"@import ([^;]+);", response.text) == ['url("../bootstrap/css/bootstrap.min.css") layer(bootstrap)']


def test_stylesheet_may_be_kept_for_ever(client):
    # when
    response = client.get(look.asset("css/foyer.css"))

    # then
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_page_asks_for_two_stylesheets_and_no_more(ada, window):
    # given
    page, asked = window(ada), []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "stylesheet" else None)

    # when
    page.goto("/")

    # then
    assert sorted({url.rpartition("/")[2] for url in asked}) == ["bootstrap.min.css", "foyer.css"]


def test_stylesheet_stands_once_in_the_instance_folder(app, settings):
    # when
    create_app(settings)

    # then
    kept = [path.relative_to(settings.instance_dir) for path in (settings.instance_dir / "css").rglob("*") if path.is_file()]
    assert kept == [Path("css") / look.assets_version() / "foyer.css"]
