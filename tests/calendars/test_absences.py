"""An absence note is known though no header says so; what a person writes about being away is not taken for one."""

import pytest

from calendars.absences import is_absence_note
from calendars.replies import read_mail


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Lunch and learn",
        "AUTOMATIC REPLY: Lunch and learn",
        "Re: Out of Office: Lunch and learn",
        "[EXTERN] Automatisch antwoord: Lunch and learn",
        "Automatische reactie: Lunch",
        "Afwezig: Lunch",
        "Abwesenheitsnotiz: Mittagessen",
        "AW: Automatische Antwort: Mittagessen",
        "Réponse automatique : Déjeuner",
        "Message d’absence",
        "Respuesta automática: Almuerzo",
        "Risposta automatica: Pranzo",
        "Resposta automática: Almoço",
        "SV: Autosvar: Lunsj",
        "Automaattinen vastaus: Lounas",
        "Odpowiedź automatyczna: Obiad",
        "自動応答: ランチ",
    ],
)
def test_subject_that_a_program_writes_gives_it_away(subject):
    assert is_absence_note(subject, "yes") is True


@pytest.mark.parametrize(
    "text",
    [
        "I'm on leave until 4 January. For urgent matters call Bo.",
        "Thank you for your mail.\n\nI am out of the office from Monday until Friday, with limited access.",
        "I am away on holiday, back on 3 December.",
        "Ik ben afwezig tot en met 4 januari.",
        "Bedankt voor je bericht. Ik ben met verlof tot 4 januari en lees geen mail.",
        "Tot maandag ben ik er niet; vanaf dinsdag ben ik weer bereikbaar.",
        "Ich bin bis zum 4. Januar abwesend und ab dem 5. wieder da.",
        "Je suis absent du 1 au 5 décembre.",
        "Yes! I am on leave until Monday.",
    ],
)
def test_text_that_begins_like_an_absence_note_is_one(text):
    assert is_absence_note("Re: Lunch and learn", text) is True


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Lunch and learn", "Yes, I will be there."),
        ("Re: Lunch and learn", "I am on leave until Monday. Could I join the next one?"),
        ("Re: Lunch and learn", "Ik ben er graag bij!"),
        ("Re: Lunch and learn", "The office is out of the way for me."),
        ("Question about the automatic reply", "It says I declined."),
        ("Is Bo out of office?", "Asking for a friend"),
        ("Re: Lunch and learn", "I come.\n> I am on leave until Monday."),
        ("Re: Lunch and learn", "I live far away from the office."),
        ("Re: Lunch and learn", "Ik ben niet zeker of het lukt, tot dan weet ik het nog niet."),
        ("Re: Lunch and learn", "Daar ben ik er niet van overtuigd."),
        ("", ""),
    ],
)
def test_what_a_person_writes_is_none(subject, text):
    assert is_absence_note(subject, text) is False


def test_mail_with_a_calendar_part_is_no_absence_note_by_its_words():
    # given
    head = ["From: ada@x.example", "Subject: Out of office: Lunch", "Content-Type: text/calendar; method=REPLY", ""]
    calendar = ["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:1", "END:VEVENT", "END:VCALENDAR", ""]

    # then
    assert read_mail("\r\n".join(head + calendar).encode()).is_automatic is False
