import json

import pytest
from sqlalchemy import text

from database import db, transaction
from networks.platforms import connections, jobs, registry, trials
from networks.platforms.errors import PlatformInvalid, PlatformMissing
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import Access, AccessDenied
from people import sealing

SECRET = "token-that-nobody-reads"
URL = "https://directory.example/scim/v2"
HERE = pytest.mark.settings(base_url="http://127.0.0.1:8000")  # a Foyer on this machine: tests and the demo


@pytest.fixture
def connected(app, now):
    """A platform that an administrator connected."""

    def connect(name: str = "Directory", base_url: str = URL, token: str = SECRET) -> PlatformConnection:
        with transaction():
            return connections.connect(PlatformKind.SCIM, name, base_url, {"token": token}, now=now)

    return connect


def rows() -> str:
    return json.dumps([[str(value) for value in row] for row in db.session.execute(text("SELECT * FROM platforms"))])


def test_what_opens_a_platform_is_sealed_and_opened_for_its_adapter_alone(connected):
    # when
    platform = connected()

    # then
    assert connections.access_of(platform) == Access(URL, {"token": SECRET}, {})
    assert SECRET not in rows()
    assert SECRET not in repr(connections.access_of(platform))


def test_a_secret_that_is_left_empty_stays(connected):
    # given
    platform = connected()

    # when
    with transaction():
        connections.change(platform.id, "Renamed", URL + "/", {"token": ""})

    # then
    changed = connections.find(platform.id)
    assert (changed.name, connections.access_of(changed)) == ("Renamed", Access(URL, {"token": SECRET}, {}))


def test_a_secret_is_not_sent_to_another_server_by_changing_the_address(connected):
    # given
    platform = connected()

    # then
    with transaction(), pytest.raises(PlatformInvalid, match="another server") as invalid:
        connections.change(platform.id, "Directory", "https://elsewhere.example/scim/v2", {"token": ""})
    assert invalid.value.field == "token"
    with transaction():
        connections.change(platform.id, "Directory", "https://elsewhere.example/scim/v2", {"token": "new"})
    assert connections.access_of(connections.find(platform.id)).secrets == {"token": "new"}


def test_a_secret_is_not_sent_to_another_server_by_changing_an_option(app, now):
    # given
    url, values = "https://graph.example/v1.0", {"tenant": "t", "client_id": "c", "login_url": "https://login.example"}
    with transaction():
        platform = connections.connect(PlatformKind.GRAPH, "Graph", url, {**values, "client_secret": SECRET}, now=now)

    # then
    elsewhere = {**values, "login_url": "https://elsewhere.example"}
    with transaction(), pytest.raises(PlatformInvalid, match="another server"):
        connections.change(platform.id, "Graph", url, elsewhere)
    with transaction(), pytest.raises(PlatformInvalid, match="https"):
        connections.change(platform.id, "Graph", url, {**values, "login_url": "http://login.example", "client_secret": "new"})
    with transaction():
        connections.change(platform.id, "Graph", url, {**values, "tenant": "u"})
        assert connections.access_of(connections.find(platform.id)).secrets == {"client_secret": SECRET}


def test_what_was_sealed_with_another_key_is_given_again(connected):
    # given
    platform = connected()
    with transaction():
        connections.lock(platform.id).sealed_secrets = sealing.seal("{}", b"another purpose")

    # then
    with pytest.raises(AccessDenied, match="FOYER_SECRET_KEY"):
        connections.access_of(connections.find(platform.id))
    with transaction(), pytest.raises(PlatformInvalid, match="needed"):
        connections.change(platform.id, "Directory", URL, {"token": ""})
    with transaction():
        connections.change(platform.id, "Directory", URL, {"token": "new"})
    assert connections.access_of(connections.find(platform.id)).secrets == {"token": "new"}


@pytest.mark.parametrize(
    "address",
    [
        "http://directory.example/scim",
        "http://127.0.0.1:8080/v2",  # a Foyer that others reach sends nothing in the open
        "ftp://directory.example",
        "https://",
        "https://user:password@directory.example",
        "https://directory.example/?a=b",
        "https://directory.example/#part",
        "https://directory.example/a b",
        "https://[::1",
        "https://directory.example:port",
        "directory.example",
        "https://directory.example/" + "a" * 500,
    ],
)
def test_an_address_that_would_tell_a_secret_is_refused(connected, address: str):
    with pytest.raises(PlatformInvalid) as invalid:
        connected(base_url=address)
    assert invalid.value.field == "base_url"


@HERE
@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/v2", "http://localhost:8080", "http://[::1]:8080"])
def test_from_this_machine_to_this_machine_needs_no_https(connected, address: str):
    assert connected(base_url=address).base_url == address


@HERE
def test_from_this_machine_to_another_needs_https(connected):
    with pytest.raises(PlatformInvalid, match="https"):
        connected(base_url="http://directory.example")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Directory"}, "name"),
        ({"token": " "}, "token"),
        ({"token": "x" * 10_001}, "token"),
    ],
    ids=["no name", "long name", "taken name", "no token", "long token"],
)
def test_what_is_missing_is_named(connected, changes: dict[str, str], field: str):
    # given
    connected()

    # then
    with pytest.raises(PlatformInvalid) as invalid:
        connected(**{"name": "Another", **changes})
    assert invalid.value.field == field


def test_what_hangs_on_a_platform_is_told_by_whoever_hangs_it(connected):
    # given
    platform = connected()
    registered = list(connections._hanging)

    # when
    connections._hanging[:] = []
    connections.register_hanging(lambda one: [f"Lunch table on {one.name}"])
    names = connections.hanging_on(platform)
    connections._hanging[:] = registered

    # then
    assert names == ["Lunch table on Directory"]


def test_a_platform_that_is_cut_off_is_gone(connected):
    # given
    platform_id = connected().id

    # when
    with transaction():
        connections.cut_off(platform_id)

    # then
    with pytest.raises(PlatformMissing):
        connections.find(platform_id)
    with transaction(), pytest.raises(PlatformMissing):
        connections.cut_off(platform_id)


@HERE
def test_the_worker_tests_what_was_asked_for(connected, scim_remote, now):
    # given
    platform = connected(base_url=scim_remote.access.base_url, token="wrong")
    with transaction():
        trials.ask(platform.id, now=now)

    # when
    jobs.test_platforms()
    db.session.expire_all()

    # then
    tested = connections.find(platform.id)
    assert (tested.is_being_tested, tested.works) == (False, False)
    assert [one["works"] for one in tested.findings] == [True, False, False, False]  # what a server can, it tells everybody
    assert tested.findings[1]["missing"].startswith("The platform does not accept the token")
    assert "wrong" not in json.dumps(tested.findings).replace("it is wrong, has expired", "")


def test_a_test_of_what_cannot_be_opened_says_so(connected, now):
    # given
    platform = connected()
    with transaction():
        connections.lock(platform.id).sealed_secrets = sealing.seal("{}", b"another purpose")
        trials.ask(platform.id, now=now)

    # when
    jobs.test_platforms()
    db.session.expire_all()

    # then
    told = {"what": trials.REACHED, "works": False, "missing": connections.OTHER_KEY}
    assert connections.find(platform.id).findings == [told]


def test_a_test_that_goes_wrong_in_foyer_ends_and_holds_up_no_other(connected, now, monkeypatch):
    # given
    def break_down(_access: Access) -> None:
        raise OverflowError

    waiting = [connected("One"), connected("Two")]
    monkeypatch.setitem(registry.KINDS, PlatformKind.SCIM, break_down)
    with transaction():
        for one in waiting:
            trials.ask(one.id, now=now)

    # when
    jobs.test_platforms()
    db.session.expire_all()

    # then
    told = {"what": trials.REACHED, "works": False, "missing": trials.IN_FOYER}
    assert [connections.find(one.id).findings for one in waiting] == [[told], [told]]


def test_the_findings_of_what_was_changed_meanwhile_are_dropped(connected, now):
    # given
    platform = connected()
    with transaction():
        trials.ask(platform.id, now=now)
        connections.change(platform.id, "Directory", URL, {"token": "new"})

    # when
    with transaction():
        trials.keep(platform.id, now, [trials.broken(AccessDenied("Old."))], now=now)

    # then
    assert (connections.find(platform.id).findings, connections.find(platform.id).tested_at) == ([], None)
