"""Each case of what a calendar may send, by name, with its outcome: what the message became, and how Ada stands afterwards.

The run prints them as a table. Every case has a session of its own, to which Ada is invited and Dana is not.
"""

from collections.abc import Callable
from datetime import timedelta

from database import transaction
from people import addresses
from sessions import admissions, proposals, replies
from tests.infra.scenes import MINUTE, Scene

HOUR = timedelta(hours=1)
CASES: dict[str, Callable[[Scene], str]] = {}
FAILED = "Authentication-Results: mx.brink-waal.example; dmarc=fail header.from=brink-waal.example"
EXCHANGE = [
    "DTSTART;TZID=W. Europe Standard Time:20261208T150000",
    "DTEND;TZID=W. Europe Standard Time:20261208T160000",
    "X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20261208T100000",
    "X-MS-OLK-ORIGINALEND;TZID=W. Europe Standard Time:20261208T110000",
]
GOOGLE = ["DTSTART:20261208T140000Z", "DTEND:20261208T150000Z"]
INSTANCE = {
    "as UTC (Google)": "RECURRENCE-ID:20261208T090000Z",
    "in our zone (Thunderbird)": "RECURRENCE-ID;TZID=Europe/Amsterdam:20261208T100000",
    "in a Windows zone (Exchange)": "RECURRENCE-ID;TZID=W. Europe Standard Time:20261208T100000",
}
OPEN, YES = "needs-action/none", "accepted/seated"
# What became of it, and how Ada (and Dana, once she is on the list) stands.
OUTCOMES = {
    "accepted": f"applied: answer; {YES}",
    "tentative": "applied: answer; tentative/none",
    "declined": "applied: answer; declined/none",
    "needs-action after an answer": f"ignored: open; {YES}",
    "without a PARTSTAT": f"ignored: open; {OPEN}",
    "to another event than its token": f"waiting: other-event; {OPEN}",
    "to a token of nobody": f"waiting: unknown-token; {OPEN}",
    "in the thread of another mail": f"applied: answer; {YES}",
    "with ORGANIZER left out (Exchange)": f"applied: answer; {YES}",
    **{f"RECURRENCE-ID {how}": f"applied: answer; {YES}" for how in INSTANCE},
    "RECURRENCE-ID of no date of ours": f"waiting: other-event; {OPEN}",
    "one date of a series": "applied: answer; declined/none",
    "a whole series, seen at its third date": f"applied: answer; {YES}",
    "a whole series, then one date": "applied: answer; declined/none",
    "several VEVENTs, some needs-action": f"applied: answer; {YES}",
    "the object twice in one mail": f"applied: answer; {YES}",
    "a duplicate by another way": f"ignored: repeat; {YES}",
    "overtaken by a later answer": f"applied: earlier; {YES}",
    "to an earlier version": f"applied: earlier; {OPEN}",
    "to an earlier SEQUENCE, after the new one had left": f"applied: answer; {YES}",
    "with a SEQUENCE above ours": f"applied: answer; {YES}",
    "without a DTSTAMP": f"applied: answer; {YES}",
    "clock ahead, then a later answer": "applied: answer; declined/none",
    "clock behind": f"applied: answer; {YES}",
    "after the deadline": f"applied: late; {OPEN}",
    "to what was cancelled": f"ignored: cancelled; {OPEN}",
    "to an invitation that was withdrawn": f"waiting: withdrawn; {OPEN}",
    "COMMENT (Exchange)": f"applied: answer; {YES}; See you",
    "X-RESPONSE-COMMENT and X-NUM-GUESTS (Google)": f"applied: answer; {YES}; See you; 2 guests",
    "Google's notification address, automatic": f"applied: answer; {YES}",
    "a calendar part in automatic mail": f"applied: answer; {YES}",
    "an absence note": f"ignored: automatic; {OPEN}",
    "an absence note that owns up to nothing": f"ignored: automatic; {OPEN}",
    "words to the host": f"waiting: words; {OPEN}",
    "COUNTER of Exchange": "waiting: counter; tentative/none",
    "COUNTER of Google": "waiting: counter; tentative/none",
    "COUNTER, accepted": "closed: counter; tentative/none; update at 14:00",
    "COUNTER, declined": "closed: counter; tentative/none; proposal_declined at 09:00",
    "REFRESH": f"applied: refreshed; {OPEN}; seat at 09:00",
    "REFRESH, again within the hour": f"applied: refreshed; {OPEN}; seat at 09:00",
    "REFRESH of somebody else": f"waiting: other-sender; {OPEN}",
    "an uninvited guest": f"waiting: colleague; {OPEN}",
    "an uninvited guest, let in by the host": f"closed: colleague; {OPEN}; Dana accepted/seated",
    "another ATTENDEE than hers": f"waiting: other-address; {OPEN}",
    "another sender": f"waiting: other-sender; {OPEN}",
    "from a confirmed further address": f"applied: answer; {YES}",
    "from an unknown address, vouched for": f"closed: other-sender; {YES}; asks about ada@home.example",
    "DMARC failed at our own server": f"waiting: not-authentic; {OPEN}",
    "DMARC failed at somebody's server": f"applied: answer; {YES}",
    "an object of another method": f"waiting: no-answer; {OPEN}",
    "a calendar part that cannot be read": f"unreadable: Its calendar entry is empty.; {OPEN}",
    "a mail that came back": f"applied: A message came back, and is marked.; {OPEN}; bounced",
}


def case(name: str):
    """The function plays this case and tells its outcome."""

    def keep(play: Callable[[Scene], str]) -> Callable[[Scene], str]:
        CASES[name] = play
        return play

    return keep


def simple(name: str, partstat: str = "ACCEPTED", **changes: object) -> None:
    """One answer that differs from a well-behaved one by these changes."""
    CASES[name] = lambda scene: scene.outcome(scene.says(partstat, **changes))


for word in ("ACCEPTED", "TENTATIVE", "DECLINED"):
    simple(word.lower(), word)
simple("without a PARTSTAT", "")
simple("to another event than its token", uid="another@event.example")
simple("to a token of nobody", token="a" * 26)
simple("in the thread of another mail", headers=["In-Reply-To: <else@where.example>", "References: <else@where.example>"])
simple("with ORGANIZER left out (Exchange)", properties=["PRODID:Microsoft Exchange Server 2010"])
for how, line in INSTANCE.items():
    simple(f"RECURRENCE-ID {how}", properties=[line])
simple("RECURRENCE-ID of no date of ours", properties=["RECURRENCE-ID:20261215T090000Z"])
simple("with a SEQUENCE above ours", sequence=99)
simple("without a DTSTAMP", stamped=None)
simple("COMMENT (Exchange)", properties=["COMMENT:See you"])
simple("a calendar part in automatic mail", headers=["Auto-Submitted: auto-generated", "Precedence: bulk"])
simple("COUNTER of Exchange", "TENTATIVE", method="COUNTER", properties=EXCHANGE)
simple("COUNTER of Google", "ACCEPTED", method="COUNTER", properties=GOOGLE)
simple("REFRESH of somebody else", "", method="REFRESH", sender="eve@elsewhere.example")
simple("another ATTENDEE than hers", attendee="eve@elsewhere.example")
simple("another sender", sender="eve@elsewhere.example")
simple("DMARC failed at our own server", headers=[FAILED])
simple("DMARC failed at somebody's server", headers=["Authentication-Results: mx.evil.example; dmarc=fail"])
simple("an object of another method", method="PUBLISH")
CASES["an absence note"] = lambda scene: scene.outcome(scene.mail("Subject: On leave", "Auto-Submitted: auto-replied"))
CASES["an absence note that owns up to nothing"] = lambda scene: scene.outcome(
    scene.mail("Subject: Automatisch antwoord: Lunch and learn")
)
CASES["words to the host"] = lambda scene: scene.outcome(scene.mail("Subject: Re: Lunch and learn"))
CASES["an uninvited guest"] = lambda scene: scene.outcome(scene.danas())
CASES["a mail that came back"] = lambda scene: scene.comes_back()


@case("needs-action after an answer")
def _(scene: Scene) -> str:
    scene.says()
    return scene.outcome(scene.says("NEEDS-ACTION", at=scene.now + MINUTE))


@case("several VEVENTs, some needs-action")
def _(scene: Scene) -> str:
    said = scene.answer(scene.session, scene.ada)
    other = scene.answer(scene.session, scene.ada, "NEEDS-ACTION", properties=["RECURRENCE-ID:20261215T090000Z"])
    return scene.outcome(scene.says(events=[other.event, said.event]))


@case("the object twice in one mail")
def _(scene: Scene) -> str:
    once = scene.answer(scene.session, scene.ada).raw.partition(b"\r\n\r\n")[2].decode()
    parts = [f"--b\r\nContent-Type: {kind}\r\n\r\n{once}" for kind in ("text/calendar; method=REPLY", "application/ics")]
    head = f"From: {scene.ada.email}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    raw = (head + "\r\n".join(parts) + "\r\n--b--\r\n").encode()
    return scene.outcome(scene.comes_in(raw, token=scene.invitation_of(scene.session, scene.ada).token))


@case("a duplicate by another way")
def _(scene: Scene) -> str:
    scene.says()
    return scene.outcome(scene.says(headers=["X-Way: another"]))


@case("overtaken by a later answer")
def _(scene: Scene) -> str:
    scene.says(at=scene.now + MINUTE)
    return scene.outcome(scene.says("DECLINED", stamped=scene.now - MINUTE))


@case("to an earlier version")
def _(scene: Scene) -> str:
    scene.change(scene.session, moved_by=HOUR)
    return scene.outcome(scene.says(sequence=0, stamped=scene.now - MINUTE))


@case("to an earlier SEQUENCE, after the new one had left")
def _(scene: Scene) -> str:
    scene.change(scene.session, moved_by=HOUR)
    scene.deliver()
    return scene.outcome(scene.says(sequence=0, at=scene.now + 10 * MINUTE))


@case("clock ahead, then a later answer")
def _(scene: Scene) -> str:
    scene.says(stamped=scene.now + 9 * HOUR)
    return scene.outcome(scene.says("DECLINED", at=scene.now + MINUTE))


@case("clock behind")
def _(scene: Scene) -> str:
    scene.say(scene.session, scene.ada, "declined", at=scene.now - HOUR)
    return scene.outcome(scene.says(stamped=scene.now - 5 * MINUTE))


@case("after the deadline")
def _(scene: Scene) -> str:
    scene.change(scene.session, rsvp_until=scene.now + MINUTE)
    return scene.outcome(scene.says(at=scene.now + 2 * MINUTE))


@case("to what was cancelled")
def _(scene: Scene) -> str:
    scene.cancel(scene.session)
    return scene.outcome(scene.says())


@case("to an invitation that was withdrawn")
def _(scene: Scene) -> str:
    scene.withdraw(scene.session, scene.ada)
    return scene.outcome(scene.says())


@case("X-RESPONSE-COMMENT and X-NUM-GUESTS (Google)")
def _(scene: Scene) -> str:
    return scene.outcome(scene.says(parameters=';X-NUM-GUESTS=2;X-RESPONSE-COMMENT="See you"'))


@case("Google's notification address, automatic")
def _(scene: Scene) -> str:
    headers = [f"Reply-To: {scene.ada.email}", "Auto-Submitted: auto-generated"]
    return scene.outcome(scene.says(sender="Google Calendar <calendar-notification@google.com>", headers=headers))


@case("one date of a series")
def _(scene: Scene) -> str:
    scene.session = scene.dates(scene.weekly(invited=[scene.ada]))[1]
    return scene.outcome(scene.says("DECLINED", properties=["RECURRENCE-ID:20261215T090000Z"]))


@case("a whole series, seen at its third date")
def _(scene: Scene) -> str:
    scene.session = scene.dates(scene.weekly(invited=[scene.ada]))[2]
    return scene.outcome(scene.says())


@case("a whole series, then one date")
def _(scene: Scene) -> str:
    scene.session = scene.dates(scene.weekly(invited=[scene.ada]))[1]
    scene.says()
    rid = "RECURRENCE-ID;TZID=W. Europe Standard Time:20261215T100000"
    return scene.outcome(scene.says("DECLINED", properties=[rid], at=scene.now + MINUTE))


@case("a calendar part that cannot be read")
def _(scene: Scene) -> str:
    return scene.outcome(scene.mail("Content-Type: text/calendar; method=REPLY", body="BEGIN:VCALENDAR\r\nATTENDEE"))


@case("COUNTER, accepted")
def _(scene: Scene) -> str:
    incoming = scene.says("TENTATIVE", method="COUNTER", properties=GOOGLE)
    with transaction():
        proposals.accept(incoming.id, by=scene.chen, now=scene.now)
    return scene.outcome(incoming, scene.last_posted())


@case("COUNTER, declined")
def _(scene: Scene) -> str:
    incoming = scene.says("TENTATIVE", method="COUNTER", properties=GOOGLE)
    with transaction():
        replies.close(incoming.id, by=scene.chen, now=scene.now)
    return scene.outcome(incoming, scene.last_posted())


@case("REFRESH")
def _(scene: Scene) -> str:
    return scene.outcome(scene.says("", method="REFRESH"), scene.last_posted())


@case("REFRESH, again within the hour")
def _(scene: Scene) -> str:
    scene.says("", method="REFRESH")
    before = scene.posted(scene.session)
    incoming = scene.says("", method="REFRESH", headers=["X-Again: yes"])
    return scene.outcome(incoming, scene.last_posted() if scene.posted(scene.session) == before else "one more mail")


@case("an uninvited guest, let in by the host")
def _(scene: Scene) -> str:
    incoming = scene.danas()
    with transaction():
        admissions.admit(incoming.id, by=scene.chen, now=scene.now)
    return scene.outcome(incoming)


@case("from a confirmed further address")
def _(scene: Scene) -> str:
    with transaction():
        link = addresses.link_to(addresses.add(scene.ada, "ada@private.example", now=scene.now))
        addresses.confirm(link.rpartition("/")[2], now=scene.now)
    return scene.outcome(scene.says(attendee="Ada@Private.example", sender="ada@private.example"))


@case("from an unknown address, vouched for")
def _(scene: Scene) -> str:
    incoming = scene.says(sender="ada@home.example")
    with transaction():
        replies.confirm(incoming.id, by=scene.chen, now=scene.now)
    asked = [one.email for one in addresses.list_of(scene.ada) if one.asks_owner]
    return scene.outcome(incoming, f"asks about {', '.join(asked)}")


def test_each_case_becomes_what_is_stated(scene, tell):
    # when
    became = {name: play(scene()) for name, play in CASES.items()}

    # then
    for name, outcome in became.items():
        tell(name, outcome)
    assert became == OUTCOMES
