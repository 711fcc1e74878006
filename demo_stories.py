"""The demo's stories: eight people of different functions and places, some with a picture; one not published yet, one that waits for a word."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import demo_photos
from database import db, transaction
from onboarding.stories import developing, drafts, photos, questions, starts, stories
from onboarding.stories.models import StartingQuestion, Story, TeamSize
from onboarding.stories.stories import About, Telling
from people.models import Person

START, SIZE = StartingQuestion, TeamSize
# Who, since how many days, how large a team, what they asked first.
TOLD: tuple[tuple[str, int, TeamSize, StartingQuestion, Telling], ...] = (
    (
        "elif.demir",
        12,
        SIZE.SOME,
        START.NO_DESK,
        Telling(
            "Photos from the line, with one thumb",
            "We have one computer for twelve people, and it stands beside the compressor. I was sure this was made for offices.",
            "At the end of my shift I take one photo of whatever we changed on the jig, and post it from my phone. I wrote the "
            "words once, and now I only change the number.",
            "The night shift builds from the photo. In October nobody phoned me at home.",
        ),
    ),
    (
        "mateo.ruiz",
        30,
        SIZE.FEW,
        START.WORTH_IT,
        Telling(
            "A customer's question, answered before lunch",
            "From Lisbon I asked Zwolle by mail and waited two days. One more place to look in was the last thing I wanted.",
            "I put the question where the engineers are, with the drawing, and say by when I need it.",
            "Last week Wanjiru answered in forty minutes, and somebody in Istanbul read it and had the same customer.",
        ),
    ),
    (
        "tomasz.zielinski",
        21,
        SIZE.FEW,
        START.WRONG_WORDS,
        Telling(
            "My Dutch is good enough",
            "I read everything and wrote nothing. I was afraid of my mistakes, in front of eight hundred people.",
            "I write short sentences, and sometimes half of it in English. Nobody has ever said a word about it.",
            "My oven settings are used in both test bakeries now. Two people asked me how, and both wrote worse Dutch than I do.",
        ),
    ),
    (
        "priya.raman",
        9,
        SIZE.SOME,
        START.TIME,
        Telling(
            "Ten minutes on Thursday, and not one more",
            "I have three programs open and four that want to be. A fifth was not going to happen.",
            "Thursday at four I look what was asked about the controls, answer one thing, and close it again.",
            "I am interrupted less on the other days, because people know when I look.",
        ),
    ),
    (
        "pieter.hofstra",
        16,
        SIZE.MANY,
        START.FINDING,
        Telling(
            "Where the pallet stood",
            "Things I knew were in my head, and things I needed were in the head of somebody who was on leave.",
            "When I find something out I write it in two lines under the name of the rack, nowhere else.",
            "Noor finds her pallets without walking over. I get to drink my coffee while it is hot.",
        ),
    ),
    (
        "selin.aydin",
        26,
        SIZE.FEW,
        START.WHO_READS,
        Telling(
            "Asking in the open",
            "I asked one person at a time, privately, so that nobody would see what I did not know.",
            "I ask where everybody on the service desk can read it, and say what I have tried.",
            "Half of my questions turned out to be Emily's questions too. We wrote one answer for both desks.",
        ),
    ),
    (
        "margreet.dijkstra",
        40,
        SIZE.FEW,
        START.WRONG_WORDS,
        Telling(
            "Saying what payroll cannot say",
            "Payroll is private. I thought the safest thing was to say nothing at all.",
            "Once a month I explain one line of the payslip, with an invented person.",
            "Fewer people phone on the 25th, and those who do have already read it.",
        ),
    ),
    (
        "hanneke.bos",
        5,
        SIZE.ALONE,
        START.WORTH_IT,
        Telling(
            "The front desk knows first",
            "I sit alone at the door. Everybody greets me, and nobody tells me who is coming.",
            "I look each morning which visitors are announced, and write what I need to know underneath.",
            "A man from the fire brigade was expected, for the first time in nine years.",
        ),
    ),
)  # fmt: skip


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    for key, days, size, start, telling in TOLD:
        with transaction():
            at, teller = now - timedelta(days=days), _person(ids, key)
            story = stories.tell(teller, telling, About(size, start), now=at)
            _show(story, key, now=at)
            stories.publish(story.id, seen=stories.fingerprint(story), by=teller, now=at)
            if key == "elif.demir":
                question = questions.ask(
                    story.id,
                    "Do you need to ask whoever is in the photo?",
                    by=_person(ids, "aroha.ngata"),
                    now=now - timedelta(days=4),
                )
                said = "I only show hands and the jig. For a face I ask, yes."
                questions.answer(question.id, said, by=teller, now=now - timedelta(days=3))
    with transaction():
        starts.choose(_person(ids, "ada"), StartingQuestion.FINDING)
        hers = Telling(
            "Who had the drawing",
            "I asked whoever stood next to me, and they asked whoever stood next to them.",
            "I keep a list of who knows what about door seals, where my team can change it too.",
            "Priya found a drawing by the second name on it. That saved her a week, she says.",
        )
        mine = stories.tell(_person(ids, "ada"), hers, About(SIZE.SOME, START.FINDING), now=now - timedelta(days=2))
        _show(mine, "ada", now=now - timedelta(days=2))
        stories.let_edit(mine.id, wanted=True, by=_person(ids, "ada"))
        drafts.write_down(
            _person(ids, "bo"),
            Telling(
                "One question before I get into the van",
                "On the road I was on my own with whatever the customer had.",
                "Before I leave I look whether somebody had the same machine this month, and ask if nobody wrote it down.",
                "I turn around for a forgotten part once a month, and not once a week.",
            ),
            by=_person(ids, "chen"),
            now=now - timedelta(days=1),
        )


def _show(story: Story, key: str, *, now: datetime) -> None:
    """The picture for this person's story, if there is one."""
    if (found := demo_photos.drawn(key)) is not None:
        octets, alt = found
        photos.put(story.id, developing.develop(octets), alt=alt, by=story.by, now=now)


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
