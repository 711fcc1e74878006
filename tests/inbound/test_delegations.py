"""Each case of delegation that a calendar may send, by name, with its outcome. The run prints them as a table.

Every case has a session or series of its own, to which Ada is invited and Dana is not.
"""

from collections.abc import Callable

from tests.infra.scenes import MINUTE, Scene

CASES: dict[str, Callable[[Scene], str]] = {}
YES = "accepted/seated"
# What became of the message, and how Ada (and Dana, once she is on the list) stands.
OUTCOMES = {
    "delegated to a colleague": "applied: handed-on; declined/none; Dana needs-action/seated",
    "delegated, and the delegate declines": "applied: answer; needs-action/seated; Dana declined/none",
    "a delegate's answer that overtakes": f"waiting: held; {YES}",
    "... and the delegation follows": "applied: answer; declined/none; Dana accepted/seated",
    "delegated to a stranger": f"waiting: delegated; {YES}",
    "delegated, then handed back": "applied: answer; needs-action/seated; Dana declined/none",
    "delegated once more, to somebody else": "waiting: delegated; declined/none; Dana needs-action/seated",
    "delegated for a whole series": "applied: handed-on; declined/none; Dana needs-action/seated",
    "delegated for a whole series, but for a date answered by itself": f"applied: handed-on; {YES}",
    "delegated for a whole series, and the delegate declines": "applied: answer; needs-action/seated; Dana declined/none",
    "delegated for a whole series, and the delegate declines one date": "applied: answer; needs-action/seated; Dana declined/none",
    "a delegate's answer to a whole series that overtakes": f"waiting: held; {YES}",
    "delegated for one date of a group that stays": "applied: handed-on; declined/none; Dana needs-action/seated",
    "delegated for a whole series of a group that stays": "applied: handed-on; declined/none; Dana needs-action/seated",
}


def case(name: str):
    """The function plays this case and tells its outcome."""

    def keep(play: Callable[[Scene], str]) -> Callable[[Scene], str]:
        CASES[name] = play
        return play

    return keep


@case("delegated to a colleague")
def _(scene: Scene) -> str:
    scene.says()
    return scene.outcome(scene.delegates(at=scene.now + MINUTE))


@case("delegated, and the delegate declines")
def _(scene: Scene) -> str:
    scene.says()
    scene.delegates(at=scene.now + MINUTE)
    return scene.outcome(scene.danas("DECLINED", parameters=scene.from_ada, at=scene.now + 2 * MINUTE))


@case("a delegate's answer that overtakes")
def _(scene: Scene) -> str:
    scene.says()
    return scene.outcome(scene.danas(parameters=scene.from_ada))


@case("... and the delegation follows")
def _(scene: Scene) -> str:
    scene.says()
    held = scene.danas(parameters=scene.from_ada, at=scene.now + MINUTE)
    scene.delegates(at=scene.now + 2 * MINUTE)
    return scene.outcome(held)


@case("delegated to a stranger")
def _(scene: Scene) -> str:
    scene.says()
    return scene.outcome(scene.delegates("eve@elsewhere.example", at=scene.now + MINUTE))


@case("delegated, then handed back")
def _(scene: Scene) -> str:
    scene.says()
    scene.delegates(at=scene.now + MINUTE)
    return scene.outcome(scene.danas_own(f';DELEGATED-TO="mailto:{scene.ada.email}"', at=scene.now + 2 * MINUTE))


@case("delegated once more, to somebody else")
def _(scene: Scene) -> str:
    scene.says()
    scene.delegates(at=scene.now + MINUTE)
    return scene.outcome(scene.delegates("chen@brink-waal.example", at=scene.now + 2 * MINUTE))


def of_a_series(scene: Scene, nth: int = 0, **plan: object) -> None:
    """Ada said yes to all of it; the table looks at this date."""
    scene.session = scene.dates(scene.weekly(invited=[scene.ada], capacity=1, plan=plan))[nth]
    scene.says()


@case("delegated for a whole series")
def _(scene: Scene) -> str:
    of_a_series(scene, 2)
    return scene.outcome(scene.delegates(at=scene.now + MINUTE))


@case("delegated for a whole series, but for a date answered by itself")
def _(scene: Scene) -> str:
    of_a_series(scene, 2)
    scene.say(scene.session, scene.ada, "accepted")
    return scene.outcome(scene.delegates(at=scene.now + MINUTE))


@case("delegated for a whole series, and the delegate declines")
def _(scene: Scene) -> str:
    of_a_series(scene, 2)
    scene.delegates(at=scene.now + MINUTE)
    return scene.outcome(scene.danas("DECLINED", parameters=scene.from_ada, at=scene.now + 2 * MINUTE))


@case("delegated for a whole series, and the delegate declines one date")
def _(scene: Scene) -> str:
    of_a_series(scene, 1)
    scene.delegates(at=scene.now + MINUTE)
    said = {"parameters": scene.from_ada, "properties": ["RECURRENCE-ID:20261215T090000Z"]}
    return scene.outcome(scene.danas("DECLINED", at=scene.now + 2 * MINUTE, **said))


@case("a delegate's answer to a whole series that overtakes")
def _(scene: Scene) -> str:
    of_a_series(scene, 2)
    return scene.outcome(scene.danas(parameters=scene.from_ada, at=scene.now + MINUTE))


@case("delegated for one date of a group that stays")
def _(scene: Scene) -> str:
    of_a_series(scene, 1, keeps_group=True)
    return scene.outcome(scene.delegates(at=scene.now + MINUTE, properties=["RECURRENCE-ID:20261215T090000Z"]))


@case("delegated for a whole series of a group that stays")
def _(scene: Scene) -> str:
    of_a_series(scene, 1, keeps_group=True)
    return scene.outcome(scene.delegates(at=scene.now + MINUTE))


def test_each_case_of_delegation_becomes_what_is_stated(scene, tell):
    # when
    became = {name: play(scene()) for name, play in CASES.items()}

    # then
    for name, outcome in became.items():
        tell(name, outcome)
    assert became == OUTCOMES
