"""Why somebody is here, in reasons that say nothing private."""

from sessions.rounds.compositions import Group, Intake, Reason, ReasonKind
from sessions.rounds.explaining import explain
from tests.infra.rounds import offer, signed_up

HERE = (Reason(ReasonKind.YOUR_TIME, 1), Reason(ReasonKind.YOUR_PLACE, 1), Reason(ReasonKind.YOUR_LANGUAGE, 1))
GROUP = Group(1, "Utrecht", "nl", 1, (10, 11, 12))


def test_reasons_of_each_member():
    # given
    people = (
        signed_up(10, 1, function="Nurse", department="Care", wish="Finding documents", companions=frozenset({11, 12})),
        signed_up(11, 1, function="Nurse", department="Care", companions=frozenset({10}), led_by=frozenset({1, 2})),
        signed_up(12, 1, department="Sales", wish="A document of ours"),
        signed_up(13, 1),
    )

    # when
    found = explain(Intake(people, (offer(1, 1),)), [GROUP])

    # then
    assert found == {
        10: (
            Reason(ReasonKind.BOTH_WISHED, 1, (11,)),
            Reason(ReasonKind.YOU_WISHED, 1, (12,)),
            Reason(ReasonKind.SAME_FUNCTION, 1),
            Reason(ReasonKind.SIMILAR_WISH, 1),
            Reason(ReasonKind.OTHER_DEPARTMENTS, 1),
            *HERE,
        ),
        11: (
            Reason(ReasonKind.BOTH_WISHED, 1, (10,)),
            Reason(ReasonKind.LED_BY, 1, (1,)),
            Reason(ReasonKind.SAME_FUNCTION, 1),
            Reason(ReasonKind.OTHER_DEPARTMENTS, 1),
            *HERE,
        ),
        12: (Reason(ReasonKind.SIMILAR_WISH, 1), Reason(ReasonKind.OTHER_DEPARTMENTS, 1), *HERE),
    }


def test_reasons_are_the_same_whomever_somebody_avoids_and_whoever_manages_them():
    # given
    plain = (signed_up(10, 1), signed_up(11, 1), signed_up(12, 1))
    private = (signed_up(10, 1, avoids=frozenset({13}), manager=14), signed_up(11, 1, manager_welcome=True), signed_up(12, 1))

    # then
    hosts = (offer(1, 1),)
    assert explain(Intake(plain, hosts), [GROUP]) == explain(Intake(private, hosts), [GROUP]) == dict.fromkeys((10, 11, 12), HERE)
