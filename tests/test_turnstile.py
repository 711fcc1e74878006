"""Two requests compute at a time, the others wait before the door, and nobody waits for somebody who only waits."""

import threading
from functools import partial
from io import BytesIO
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Request

import engines
from app import create_app
from database import Turns, db
from networks.directories import views as directories
from onboarding.stories import developing_apart
from onboarding.stories.errors import StoryError
from people import passwords, views_sign_in
from turnstile import SHORT, Turnstile, give_way

LONG = 10  # seconds: as long as nothing goes wrong nobody waits for it


class House:
    """An application whose requests stay inside until they are let out."""

    def __init__(self, places=2, patience=LONG):
        self.inside, self.came, self.left = threading.Semaphore(0), [], {}
        self.door = Turnstile(self.app, places, patience)
        self.threads = []

    def app(self, environ, _start_response):
        name = environ["PATH_INFO"]
        self.came.append(name)
        self.inside.release()
        environ.get("meanwhile", lambda: None)()
        assert self.left[name].wait(LONG)
        return [name.encode()]

    def come(self, name, meanwhile=lambda: None):
        self.left[name] = threading.Event()
        thread = threading.Thread(target=self.door, args=({"PATH_INFO": name, "meanwhile": meanwhile}, None))
        self.threads.append(thread)
        thread.start()

    def let_out(self, *names):
        for name in names:
            self.left[name].set()

    def empty(self):
        for thread in self.threads:
            thread.join(LONG)
        return not any(thread.is_alive() for thread in self.threads)

    def one_more_is_inside(self, seconds=LONG):
        return self.inside.acquire(timeout=seconds)


def test_a_third_waits_until_one_of_two_leaves():
    house = House()
    for name in ("one", "two"):
        house.come(name)
        assert house.one_more_is_inside()

    house.come("three")
    waited = not house.one_more_is_inside(0.05)
    house.let_out("two")

    assert waited
    assert house.one_more_is_inside()
    assert house.came == ["one", "two", "three"]
    house.let_out("one", "three")
    assert house.empty()


def test_whoever_waits_for_long_gives_the_place_away_and_only_that_one():
    house = House(places=1)

    def wait_twice():
        give_way()
        give_way()

    house.come("patient", wait_twice)
    house.come("next")

    assert house.one_more_is_inside()
    assert house.one_more_is_inside()
    house.come("third")
    assert not house.one_more_is_inside(0.05)
    house.let_out("patient")
    assert not house.one_more_is_inside(0.05)
    house.let_out("next")
    assert house.one_more_is_inside()
    house.let_out("third")
    assert house.empty()


def test_who_runs_out_of_patience_goes_in_and_gives_nothing_back():
    house = House(places=1, patience=0.01)
    house.come("stuck")
    assert house.one_more_is_inside()
    house.come("impatient")
    assert house.one_more_is_inside()

    house.let_out("impatient")
    house.threads[1].join(LONG)

    assert house.door._free.empty()
    house.let_out("stuck")
    assert house.empty()
    assert house.door._free.qsize() == 1


def test_a_request_that_fails_leaves_its_place_free():
    def fail(_environ, _start_response):
        raise LookupError

    door = Turnstile(fail, places=1, patience=0)

    for _ in range(3):
        with pytest.raises(LookupError):
            door({}, None)

    assert door._free.qsize() == 1


def test_a_thread_starts_its_next_request_without_what_was_left_of_the_last():
    places = []

    def app(_environ, _start_response):
        places.append(door._free.qsize())
        give_way()
        return []

    door = Turnstile(app, places=1, patience=0)
    for _ in range(3):
        door({}, None)
    give_way()

    assert (places, door._free.qsize()) == ([0, 0, 0], 1)


def test_who_waits_for_a_turn_at_the_database_lets_the_one_pass_who_has_it():
    """The one who writes came without a place: two who wait for the turn must not keep it from computing, nor others from reading."""
    turns, house = Turns(), House()

    def write():
        with turns.taken(LONG):
            written.append(1)

    written = []
    with turns.taken(LONG):
        for name in ("one", "two"):
            house.come(name, write)
            assert house.one_more_is_inside()
        house.come("reader")
        assert house.one_more_is_inside()
        assert not written
    house.let_out("one", "two", "reader")
    assert house.empty()
    assert written == [1, 1]


def test_who_checks_a_password_lets_others_compute(app):
    """One at a time does, for its memory's sake: the others wait for that."""
    inside = []

    def check(_environ, _start_response):
        passwords.is_right(None, "secret that is wrong")
        inside.append(door._free.qsize())
        return []

    door = Turnstile(check, places=1)
    with app.app_context():
        door({}, None)

    assert inside == [1]


def test_who_has_asked_for_a_link_waits_outside(app, monkeypatch):
    """Anybody can ask for links: the answer comes equally late for everybody, and nobody else waits for that."""
    door, free = Turnstile(partial(Flask.wsgi_app, app), places=1), []
    slow = SimpleNamespace(monotonic=lambda: 0.0, sleep=lambda _seconds: free.append(door._free.qsize()))
    monkeypatch.setattr(views_sign_in, "time", slow)

    answer = Client(door).post("/sign-in/links", data={"email": "nobody@brink-waal.example"})

    assert (answer.status_code, free) == (200, [1])


def test_whose_photo_waits_for_another_one_waits_outside(monkeypatch):
    door, free = Turnstile(lambda _environ, _start: developing_apart.develop_apart(b"\xff\xd8\xff"), places=1), []
    monkeypatch.setattr(developing_apart, "_turn", SimpleNamespace(acquire=lambda timeout: free.append(door._free.qsize())))

    with pytest.raises(StoryError):
        door({}, None)

    assert free == [1]


def test_who_tests_a_directory_waits_outside():
    free = []
    reader = SimpleNamespace(check=lambda: free.append(door._free.qsize()) or [], close=lambda: None)
    door = Turnstile(lambda _environ, _start: directories._tried(reader), places=1)

    door({}, None)

    assert free == [1]


def test_what_is_written_while_it_is_sent_needs_no_place():
    """A reader takes what a roster's file says as slowly as it likes."""
    free = []

    def pieces():
        free.append(door._free.qsize())
        yield b"piece"

    door = Turnstile(lambda _environ, _start: pieces(), places=1)

    assert (list(door({}, None)), free) == ([b"piece"], [1])


@pytest.mark.parametrize(
    ("length", "places"), [(SHORT, 0), (SHORT + 1, 1)], ids=["short: read before", "long: given away to read it"]
)
def test_a_slow_client_keeps_nobody_waiting(length, places):
    """Two who send a byte a second would otherwise be enough to stop the house."""
    seen = []

    class Slow(BytesIO):
        def read(self, *sizes):
            seen.append(door._free.qsize())
            return super().read(*sizes)

        def readinto(self, buffer):
            seen.append(door._free.qsize())
            return super().readinto(buffer)

    def app(environ, _start_response):
        content = Request(environ).get_data()
        assert len(content) == length
        inside.append(door._free.qsize())
        return []

    inside = []
    door = Turnstile(app, places=1)
    door(EnvironBuilder(method="POST", input_stream=Slow(b"x" * length), content_length=length).get_environ(), None)

    assert set(seen) == {1}
    assert inside == [places]
    assert door._free.qsize() == 1


@pytest.mark.parametrize("said", ["-5", "much", "", "²"], ids=str)
def test_a_length_that_is_none_is_for_the_application_to_refuse(said):
    body = BytesIO(b"what came")

    door = Turnstile(lambda environ, _start: [environ["wsgi.input"].read()], places=1)

    assert door({"CONTENT_LENGTH": said, "wsgi.input": body}, None) == [b"what came"]


def test_a_body_of_unknown_length_comes_whole():
    read = []

    def app(environ, _start_response):
        read.extend(environ["wsgi.input"])
        return []

    door = Turnstile(app, places=1)
    door({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": BytesIO(b"one\ntwo\n")}, None)

    assert read == [b"one\n", b"two\n"]
    assert door._free.qsize() == 1


@pytest.mark.parametrize(("cores", "places"), [("one", 3), ("any", 2)], ids=["one core", "any core"])
def test_every_application_has_one(settings, app, cores, places):
    # when
    door = create_app(settings.model_copy(update={"web_cores": cores})).wsgi_app

    # then
    assert (type(door), door._free.qsize()) == (Turnstile, places)


@pytest.mark.parametrize(("soon", "seconds"), [(LONG, 0), (engines.SOON, 0.05)], ids=["at once", "later"])
def test_who_waits_for_a_server_stands_in_nobodys_way(app, monkeypatch, soon, seconds):
    """On PostgreSQL what takes longer than a look into an index. SQLite computes in this process."""
    monkeypatch.setattr(engines, "SOON", soon)
    waits = db.engine.dialect.name == "postgresql" and seconds > 0
    places = []

    def view(_environ, _start_response):
        places.append(door._free.qsize())
        found = db.session.scalar(text("SELECT 'found'" + (f" FROM pg_sleep({seconds})" if waits else "")))
        places.append(door._free.qsize())
        return [found.encode()]

    door = Turnstile(view, places=1, patience=LONG)

    with app.app_context():
        db.session.execute(text("SELECT 1"))  # the connection is there
        assert door({}, None) == [b"found"]
        with pytest.raises(DBAPIError):
            Turnstile(lambda *_asked: db.session.execute(text("SELECT nothing")), places=1)({}, None)
        db.session.rollback()

    assert places == [0, int(waits)]
    assert door._free.qsize() == 1
