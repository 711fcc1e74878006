"""Discourse: a room is a group of the forum, named after its key; an announcement is a topic in a category.

Speaks the documented API with a key of an administrator: groups (by name, by id, members), admin/groups (create), admin/users/list,
u/by-external, u (the user of the key), c (the category), posts (create), t/external_id. Limits of theirs, and what they mean here:
- A group has no key but its name: unique among users too, and at most 20 characters unless the forum allows more. A longer key is cut, and
  ends in a piece of its digest.
- An account is its username. Names that the forum does not know are left out of its answer without a word: they are refused here.
- Who is in already is not told: the members are read before. Who left leaves no trace: OUT is never told.
- The number of the directory is the external id of DiscourseConnect; without that people are found by e-mail alone.
- A group has no place for words; a topic does, in the category that was given. Its external id is made of the room and our key.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from networks.platforms.client import SECONDS, Answer, JsonClient, retry_after, words_of
from networks.platforms.protocol import (
    Access,
    AccessDenied,
    Done,
    Field,
    Finding,
    Garbled,
    Outcome,
    Refused,
    Room,
    RoomMember,
    Sought,
    There,
    Unavailable,
)
from networks.platforms.protocol import gettext_noop as _
from networks.platforms.reading import (
    ENDLESS,
    MOST_PAGES,
    batches,
    by_address,
    identity,
    rows,
    shifting_pages,
    text,
    tried,
)
from networks.platforms.visibility import VISIBILITY, is_public
from networks.platforms.wording import in_markdown, shortened

PAGE = 1000  # their most
BATCH = 100  # of their 1,000: what was done is known sooner
ONE_BY_ONE = 50  # for more people than this all of the forum is read
LONGEST_NAME = 20
LONGEST_TITLE = 255
NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
STANDS = frozenset({301, 302})
HIDDEN, OPEN = 2, 0  # their levels of visibility: members and staff, everybody

KEY = (
    _("The key opens the forum"),
    _("The key is wrong or was taken back, or is not of this user: make one under Admin, API, with all users and global scope."),
)
STAFF = (_("The user of the key is an administrator"), _("Give the name of an administrator, or system."))
PEOPLE = (_("People are found by their e-mail address"), _("Make the key with global scope, under Admin, API."))
GROUPS = (_("Groups are seen"), _("Make the key with global scope, under Admin, API."))
CATEGORY = (
    _("The category for announcements is there"),
    _("Let the user of the key write in the category, or give another one."),
)

NOT_MADE = _("Discourse does not make this group.")
NO_CATEGORY = _("A Discourse group has no place for words: give the number of a category for announcements.")
WAIT = _("Discourse asks to wait. Foyer goes on by itself.")
REFUSED = _("Discourse refused this one.")
UNKNOWN = _("Discourse does not know this account.")


class Discourse:
    """One forum."""

    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field("key", _("API key"), _("Admin, API, New API key: global scope."), is_secret=True),
        Field("username", _("User of the key"), _("An administrator, or system."), is_required=False),
        Field("category", _("Category"), _("The number of the category where announcements go; empty: none."), is_required=False),
        Field(
            "connect",
            _("Signing in with DiscourseConnect"),
            _("yes: people sign in with their number in the directory."),
            is_required=False,
        ),
        VISIBILITY,
    )

    def __init__(self, access: Access, *, seconds: float = SECONDS, page: int = PAGE, batch: int = BATCH) -> None:
        self._username = access.options.get("username", "").strip() or "system"
        headers = {"Api-Key": access.secrets.get("key", "").strip(), "Api-Username": self._username}
        self._client = JsonClient(access.base_url, headers, seconds=seconds)
        self._category = access.options.get("category", "").strip()
        self._connects = access.options.get("connect", "").strip().lower() == "yes"
        self._level = OPEN if is_public(access.options) else HIDDEN
        self._page, self._batch = page, batch

    def check(self) -> Sequence[Finding]:
        key = tried(*KEY, self._user_of_the_key)
        if not key.works:
            return [key]
        query = {"email": "nobody@example.invalid", "show_emails": "true"}
        findings = [
            key,
            tried(*STAFF, self._is_staff),
            tried(*PEOPLE, lambda: rows(self._ask("GET", "admin/users/list/active.json", query=query).json)),
            tried(*GROUPS, lambda: rows(self._ask("GET", "groups.json").json, "groups")),
        ]
        if self._category:
            findings.append(tried(*CATEGORY, lambda: self._ask("GET", f"c/{_in_path(self._category)}/show.json").object()))
        return findings

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        group_name = name_for(key)
        found = self._named(group_name)
        if found is not None:
            return found
        group = {
            "name": group_name,
            "full_name": shortened(name, 100) or key,
            "bio_raw": in_markdown(purpose),
            "visibility_level": self._level,
            "public_admission": False,
            "public_exit": True,
        }
        answer = self._ask("POST", "admin/groups.json", body={"group": group}, allowed=frozenset({422}))
        if answer.status != 422:
            return self._room(answer.object().get("basic_group"))
        found = self._named(group_name)  # somebody was quicker, or we were and never heard
        if found is None:
            raise Refused(f"{NOT_MADE}{words_of(answer.json)}")
        return found

    def room(self, room_id: str) -> Room:
        return self._room(self._group(room_id))

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        people = list(sought)
        found = dict(self._by_number(people)) if self._connects else {}
        others = [one for one in people if one.person_id not in found and "@" in one.email]
        users = self._one_by_one(others) if len(others) <= ONE_BY_ONE else self._all_users()
        return found | by_address(others, ((text(user, "email"), identity(user, "username")) for user in users))

    def members(self, room_id: str) -> Iterator[RoomMember]:
        path = f"groups/{_in_path(text(self._group(room_id), 'name'))}/members.json"

        def page(number: int) -> list[str]:
            answer = self._ask("GET", path, query={"limit": self._page, "offset": number * self._page})
            return [identity(member, "username") for member in rows(answer.json, "members")]

        def total() -> int:
            meta = self._ask("GET", path, query={"limit": 1, "offset": 0}).object().get("meta")
            count = meta.get("total") if isinstance(meta, dict) else None
            return count if isinstance(count, int) else 0

        for account in shifting_pages(page, self._page, total):
            if account.casefold() != self._username.casefold():
                yield RoomMember(account, There.MEMBER)

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        there = self._inside(room_id) if accounts else set()
        for batch in batches(accounts, self._batch):
            yield from (Outcome(account, Done.ALREADY) for account in batch if account.casefold() in there)
            yield from self._change("PUT", room_id, [account for account in batch if account.casefold() not in there])

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        there = self._inside(room_id) if accounts else set()
        for batch in batches(accounts, self._batch):
            yield from (Outcome(account, Done.ALREADY) for account in batch if account.casefold() not in there)
            yield from self._change("DELETE", room_id, [account for account in batch if account.casefold() in there])

    def announce(self, room_id: str, text: str, key: str) -> None:
        if not self._category:
            raise Refused(NO_CATEGORY)
        room = self.room(room_id)
        external_id = f"foyer-{hashlib.sha256(f'{room_id}:{key}'.encode()).hexdigest()[:32]}"
        if self._stands(external_id):
            return
        title = shortened(f"{room.name}: {text.strip().partition(chr(10))[0]}", LONGEST_TITLE - 10)
        topic = {
            "raw": f"{in_markdown(text)}\n\n— {in_markdown(room.name)}",
            "category": self._category,
            "external_id": external_id,
        }
        answer = self._ask("POST", "posts.json", body={"title": title, **topic}, allowed=frozenset({422}))
        if answer.status == 422 and not self._stands(external_id):  # a title that was used before, or is too short
            self._ask("POST", "posts.json", body={"title": f"{title} ({external_id[-6:]})", **topic})

    def close(self) -> None:
        self._client.close()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: object | None = None,
        query: Mapping[str, str | int] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        """As the client, and how long to wait as they say it: in the body, where no header does. Raises PlatformFault."""
        answer = self._client.ask(method, path, body=body, query=query, allowed=allowed | {429})
        if answer.status == 429:
            raise Unavailable(WAIT, retry_after=_wait(answer))
        return answer

    def _user_of_the_key(self) -> dict[str, Any]:
        user = self._ask("GET", f"u/{_in_path(self._username)}.json").object().get("user")
        return user if isinstance(user, dict) else {}

    def _is_staff(self) -> None:
        if self._user_of_the_key().get("admin") is not True:
            raise AccessDenied(STAFF[1])

    def _group(self, room_id: str) -> dict[str, Any]:
        """Raises RoomMissing."""
        return rows([self._ask("GET", f"groups/by-id/{_in_path(room_id)}.json").object().get("group")])[0]

    def _room(self, group: object) -> Room:
        name = text(group, "name")
        return Room(identity(group), text(group, "full_name") or name, f"{self._client.base_url}/g/{_in_path(name)}")

    def _named(self, name: str) -> Room | None:
        answer = self._ask("GET", f"groups/{_in_path(name)}.json", allowed=frozenset({404}))
        return None if answer.status == 404 else self._room(answer.object().get("group"))

    def _by_number(self, people: Iterable[Sought]) -> Iterator[tuple[int, str]]:
        for one in people:
            if one.external_id:
                path = f"u/by-external/{_in_path(one.external_id)}.json"
                answer = self._ask("GET", path, allowed=frozenset({404}))
                if answer.status != 404:
                    yield one.person_id, identity(answer.object().get("user"), "username")

    def _one_by_one(self, people: Iterable[Sought]) -> Iterator[dict[str, Any]]:
        for address in dict.fromkeys(one.email.strip() for one in people):
            query = {"email": address, "show_emails": "true"}
            yield from rows(self._ask("GET", "admin/users/list/active.json", query=query).json)

    def _all_users(self) -> Iterator[dict[str, Any]]:
        for number in range(1, MOST_PAGES):
            users = rows(self._ask("GET", "admin/users/list/active.json", query={"page": number, "show_emails": "true"}).json)
            if not users:
                return
            yield from users
        raise Garbled(ENDLESS)

    def _inside(self, room_id: str) -> set[str]:
        return {member.account.casefold() for member in self.members(room_id)}

    def _change(self, method: str, room_id: str, accounts: list[str]) -> Iterator[Outcome]:
        """One outcome for each; where the forum refuses all of several, each is asked for alone."""
        if not accounts:
            return
        body = {"usernames": ",".join(accounts)}
        answer = self._ask(method, f"groups/{_in_path(room_id)}/members.json", body=body, allowed=frozenset({400, 422}))
        if answer.status < 300:
            yield from _outcomes(answer.object(), accounts)
        elif len(accounts) == 1:
            yield Outcome(accounts[0], Done.REFUSED, words_of(answer.json).removeprefix(" It says: ") or REFUSED)
        else:
            for account in accounts:
                yield from self._change(method, room_id, [account])

    def _stands(self, external_id: str) -> bool:
        answer = self._ask("GET", f"t/external_id/{external_id}.json", allowed=STANDS | {404})
        return answer.status != 404


def name_for(key: str) -> str:
    """The name of the group with this key: the key itself where the forum takes it, else its beginning and a piece of its digest."""
    if len(key) <= LONGEST_NAME and NAME.fullmatch(key):
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    beginning = "-".join(re.findall(r"[a-z0-9]+", key.lower()))[: LONGEST_NAME - 9].strip("-")
    return f"{beginning}-{digest}" if beginning else digest


def _outcomes(said: dict[str, Any], accounts: Iterable[str]) -> Iterator[Outcome]:
    """Those whom the answer names were changed; those it skips were so before; the others it does not know."""
    changed, skipped = _names(said, "usernames"), _names(said, "skipped_usernames")
    for account in accounts:
        if account.casefold() in changed:
            yield Outcome(account, Done.DONE)
        elif account.casefold() in skipped:
            yield Outcome(account, Done.ALREADY)
        else:
            yield Outcome(account, Done.REFUSED, UNKNOWN)


def _names(said: dict[str, Any], name: str) -> set[str]:
    names = said.get(name)
    return {one.casefold() for one in names if isinstance(one, str)} if isinstance(names, list) else set()


def _wait(answer: Answer) -> float | None:
    extras = answer.json.get("extras") if isinstance(answer.json, dict) else None
    seconds = extras.get("wait_seconds") if isinstance(extras, dict) else None
    said = retry_after(answer.headers)
    return retry_after({"Retry-After": str(seconds)}) if said is None and isinstance(seconds, int | float) else said


def _in_path(part: str) -> str:
    return quote(part, safe="")
