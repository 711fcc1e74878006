"""Erasing, seen from every column that can hold a name: none of them can be added without a word here about what becomes of it.

Foreign keys are looked at in `test_erasing.py`; what they do not see is a name or an address that stands as a text in a row of somebody
else, or of nobody.
"""

import base64
from datetime import UTC, datetime

from sqlalchemy import JSON, Enum, Integer, LargeBinary, String, select, update

from database import Base, db, transaction
from mail.models import IncomingMail, OutgoingMail
from people import erasing, jobs_renaming, people
from people.models import EarlierName, Person
from people.people import Details
from sessions.models import Invitation
from tests.people.test_erasing import fill, names

# What Foyer itself writes about a person in a row that stays: erasing takes the name and the addresses out of it.
WRITTEN_BY_FOYER = """
    found_networks.details
    incoming_mails.details incoming_mails.raw invitations.organizer_name outgoing_mails.payload outgoing_mails.subject
    people_import_addresses.email people_import_parts.refused people_import_parts.rows people_imports.preview
""".split()  # noqa: SIM905

# Rows that are gone as soon as one of these holds an address of the person.
ADDRESSED = """
    channel_changes.account channel_changes.said channel_departures.account channel_look_lines.account channel_people.account hand_over_pieces.octets
    place_departures.account
    further_addresses.email incoming_mails.envelope_from incoming_mails.recipients incoming_mails.sender
    incoming_mails.subject outgoing_mails.recipient people.email postbox_mails.raw postbox_mails.recipient
    postbox_mails.subject
""".split()  # noqa: SIM905

# Words that a person typed, for themselves or others. They stay with whoever wrote them, and go with them where they are theirs.
TYPED = """
    evidence_groups.name evidence_interviews.advice evidence_interviews.happened evidence_interviews.hindered evidence_interviews.tried
    evidence_report_shares.for_whom evidence_reports.contents goal_events.what goal_records.before goals.baseline_how goals.last_sentence goals.name goals.says_not goals.unit goals.why
    measurement_imports.file_name measurement_imports.rows measurement_records.note measurements.note programme_plans.words
    programmes.name programmes.why
    ambassador_asks.topics ambassador_asks.wish ambassador_backings.words ambassador_suggestions.words ambassadors.about
    ambassadors.places ambassadors.topics answer_records.comment api_tokens.label channel_announcements.facts coffee_circles.name commitments.words
    earlier_names.name early_adopters.topics directories.account directories.address directories.base directories.group_filter directories.name directory_groups.name feedback_answers.text feedbacks.questions format_texts.agenda format_texts.description
    format_texts.first_time format_texts.follow_up format_texts.materials format_texts.preparation format_texts.purpose
    hand_overs.name topic_lists.words
    format_texts.title group_notes.text groups.name groups.purpose mentorship_check_ins.words mentorships.next_meeting_place
    mentorships.next_step mentorships.wish network_censuses.words offline_networks.how offline_networks.name offline_networks.place
    offline_networks.what_for meeting_notes.lines mirrors.basis place_departures.place platforms.base_url platforms.name platforms.options people.department people.function people.location people.name people.search_text
    question_holds.appeal question_holds.reason question_replies.text question_reports.reason question_words.word
    question_versions.text question_versions.title questions.additions questions.pseudonym questions.summary questions.text questions.title questions.topics
    poll_people.comment polls.address polls.closing_word polls.description polls.online_url polls.place polls.title
    round_places.address round_places.name rounds.purpose rounds.title rsvps.comment series.address series.cancel_reason
    series.description series.online_url series.place series.title series_rsvps.comment sessions.address
    sessions.cancel_reason sessions.description sessions.online_url sessions.place sessions.title sign_ups.wish stories.do_now stories.it_changed
    journey_step_marks.words journey_step_texts.title journey_step_texts.why journey_texts.about journey_texts.name
    journeys.departments journeys.locations journey_steps.departments journey_steps.locations
    stories.title stories.was_hard story_photos.alt story_drafts.do_now story_drafts.it_changed story_drafts.title story_drafts.was_hard
    story_questions.answer story_questions.words survey_answers.department survey_answers.words surveys.department surveys.name
    surveys.questions thanks.words participation_figures.name participation_imports.weeks
    voice_answers.words voice_launches.name voice_letters.words voice_reports.reason voices.held_reason voices.pseudonym voices.words
    wave_people.feedback waves.about waves.questions waves.thanks waves.title
""".split()  # noqa: SIM905

# Marks, codes, keys, numbers: nobody's name fits, or gets, into them.
MARKS = """
    ambassador_asks.languages ambassador_asks.times ambassador_asks.token ambassador_backings.token ambassadors.languages
    channel_announcements.about channel_announcements.key channel_announcements.told channel_looks.counts channel_looks.fingerprint
    channel_runs.fingerprint channels.claim channels.drift channels.key channels.language channels.room_id channels.room_url channels.told
    platforms.findings platforms.sealed_secrets
    directories.authority directories.findings directories.sealed_secret directory_groups.fault directory_groups.key
    hand_overs.dropped hand_overs.fault hand_overs.sealed_address
    ambassadors.times ambassadors.token api_tokens.token_hash audience_moves.value audience_values.value busy_sources.error
    busy_sources.sealed_address calendar_objects.uid coffee_circles.timezone coffee_guests.languages coffee_guests.times
    coffee_meetings.tried coffee_meetings.uid coffee_seats.token commitments.token company_calendars.token
    early_adopters.token feedback_answers.id feedback_spent_links.secret_hash format_texts.format_key format_texts.language
    formats.key host_requests.token incoming_mails.digest incoming_mails.door incoming_mails.reason incoming_mails.topic
    interest_figures.topic interests.topic invitations.first_message_token invitations.token memberships.token
    mentorship_meeting_seats.token mentorship_proposals.token mentorships.meeting_uid mirrors.drift nudges.kind network_censuses.token offline_network_asks.token
    offline_network_people.token outgoing_mails.claimed_by outgoing_mails.error outgoing_mails.key outgoing_mails.kind
    outgoing_mails.slot outgoing_mails.stream outgoing_mails.token outgoing_mails.topic pairing_rounds.figures
    people.feed_token people.language people.password_hash people.timezone people_imports.columns people_imports.encoding
    people_imports.file_name people_imports.mapping people_imports.separator poll_people.token polls.timezone
    postbox_mails.token round_groups.language round_hosts.languages rounds.compose_error rounds.figures rounds.timezone
    rounds.token rsvps.reply_prodid series.format_key series.like_topic series.recur series.timezone sessions.format_key
    sessions.like_topic sessions.timezone sign_in_links.secret_hash sign_ups.languages sign_ups.remedies sign_ups.why_unplaced
    stories.token story_drafts.token story_photos.token story_pictures.digest story_pictures.octets story_questions.token thanks.token wave_people.token
    blind_grants.blinded_hash blind_grants.id blind_grants.purpose blind_keys.modulus blind_keys.purpose blind_keys.sealed
    blind_spent_tokens.token_hash questions.secret_hash survey_answers.id voice_letters.token voices.secret_hash
    evidence_interviews.token evidence_report_shares.language evidence_report_shares.token evidence_sources.indicator
    journey_buddies.token journey_followers.token journey_followers.ways journey_step_texts.language journey_steps.address journey_steps.fact
    journey_steps.languages journey_texts.language journeys.languages participation_imports.refused
""".split()  # noqa: SIM905


def columns():
    return [column for table in Base.metadata.sorted_tables for column in table.columns]


def holds_text(column):
    return isinstance(column.type, (String, JSON, LargeBinary)) and not isinstance(column.type, Enum)


def test_every_column_that_can_hold_a_name_is_known_here():
    """A new one belongs into one of the four lists. In the first when the product writes into it whom a row is about."""
    # when
    known = [*WRITTEN_BY_FOYER, *ADDRESSED, *TYPED, *MARKS]

    # then
    assert sorted(str(column) for column in columns() if holds_text(column)) == sorted(known)


def test_whatever_counts_people_by_their_number_is_a_foreign_key():
    """The number of a person, or of anything else, that the database does not know as one would stay when they are gone."""
    loose = [
        str(column)
        for column in columns()
        if isinstance(column.type, Integer) and column.name.endswith("_id") and not column.foreign_keys
    ]
    assert loose == []


def test_what_foyer_wrote_of_somebody_in_rows_of_others_names_them_no_more(app, admin):
    # given: rows of Bo's in every table, and Ada named in each of these columns of them
    with transaction():
        ada = fill("ada", {})["people"]
        fill("bo", {})
        for place in WRITTEN_BY_FOYER:
            table_name, _dot, name = place.partition(".")
            db.session.execute(update(Base.metadata.tables[table_name]).values({name: naming(place, ada)}))

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, ada["id"]), now=datetime.now(UTC))

    # then
    assert names([ada["email"], ada["name"]]) == []


def test_message_of_somebody_else_keeps_what_it_says_but_for_the_address(app, ada, bo, admin, now):
    # given: Bo wrote to Foyer and to Ada, in plain words and encoded
    head = f"From: {bo.email}\r\nTo: foyer@example.org, {ada.email}\r\n"
    encoded = base64.b64encode(f"{ada.email} comes too.".encode()).decode()
    raws = [
        f"{head}\r\nI come, and so does Ada@brink-waal.example.\r\n",
        f"{head}Content-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n",
        f"From: {bo.email}\r\n\r\nNobody else.\r\n",
    ]
    with transaction() as session:
        for raw in raws:
            row = {"digest": raw[-60:], "raw": raw.encode(), "door": "lmtp", "envelope_from": bo.email, "sender": bo.email}
            session.add(IncomingMail(**row, recipients=[], received_at=now))

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, ada.id), now=now)

    # then
    kept = f"From: {bo.email}\r\nTo: foyer@example.org, (erased)\r\n"
    assert list(db.session.scalars(select(IncomingMail.raw).order_by(IncomingMail.id))) == [
        f"{kept}\r\nI come, and so does (erased).\r\n".encode(),
        f"{kept}Content-Transfer-Encoding: base64\r\n\r\n".encode(),
        raws[2].encode(),
    ]


def naming(place, ada):
    """As it stands there: what kind of thing the product writes into this column."""
    row = [2, [ada["email"], ada["name"]]]
    return {
        "found_networks.details": {"name": "Lunch", "organiser": ada["email"], "people": [["eve@x.org", 1], [ada["email"], 2]]},
        "incoming_mails.details": {"delegated_to": ada["email"]},
        "incoming_mails.raw": f"From: bo@brink-waal.example\r\nTo: {ada['email']}\r\n\r\n".encode(),
        "invitations.organizer_name": ada["name"],
        "outgoing_mails.payload": {"recipient": ada["email"]},
        "outgoing_mails.subject": f"{ada['name']} accompanies you from now on",
        "people_import_addresses.email": ada["email"],
        "people_import_parts.refused": {"2": ["email", "Taken: %(a)s", {"a": ada["email"]}]},
        "people_import_parts.rows": [row],
        "people_imports.preview": {"added": [row[1]]},
    }[place]


def test_earlier_name_is_in_nothing_that_foyer_wrote_when_somebody_is_erased(meetup, deliver, smtp_sink, ada, bo, dana, admin):
    # given: Ada hosts, and a mail to Bo names her
    meetup(invited=[bo], host_ids=(ada.id,))
    deliver()
    with transaction():
        db.session.execute(update(OutgoingMail).values(subject="Ada Okafor accompanies you; Ada Okaforson does not"))
        people.update_person(db.session.get_one(Person, ada.id), Details(name="Ada Jansen"))
    jobs_renaming.rename_all()
    db.session.rollback()
    renamed = (
        {mail.subject for mail in db.session.query(OutgoingMail)},
        {one.organizer_name for one in db.session.query(Invitation)},
    )

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, ada.id), now=datetime.now(UTC))

    # then
    assert renamed == ({"Ada Jansen accompanies you; Ada Okaforson does not"}, {"Ada Jansen"})
    assert names(["Ada Okafor,", "Ada Okafor ", "Ada Jansen"]) == []


def test_name_of_a_moment_ago_is_gone_with_who_had_it(meetup, deliver, smtp_sink, ada, bo):
    # given: two new names in a row, and no worker
    meetup(invited=[bo])
    deliver()
    with transaction():
        db.session.execute(update(OutgoingMail).values(subject="Ada Okafor, Ada Jansen"))
    for name in ("Ada Jansen", "Ada Meijer"):
        with transaction():
            people.update_person(db.session.get_one(Person, ada.id), Details(name=name))

    # when
    with transaction():
        erasing.erase(db.session.get_one(Person, ada.id), now=datetime.now(UTC))

    # then
    db.session.rollback()
    assert {mail.subject for mail in db.session.query(OutgoingMail)} == {"(erased), (erased)"}
    assert db.session.query(EarlierName).count() == 0


def test_names_of_a_file_take_the_earlier_ones_along(bring_in, meetup, deliver, smtp_sink, ada, bo):
    # given
    meetup(invited=[bo])
    deliver()
    with transaction():
        db.session.execute(update(OutgoingMail).values(subject="Ada Okafor accompanies you"))

    # when: the name of Bo stays
    bring_in(f"mail;name\n{ada.email};Ada Jansen\n{bo.email};Bo Lindqvist\neve@x.org;Eve Mulder\n")
    jobs_renaming.rename_all()

    # then
    db.session.rollback()
    assert {mail.subject for mail in db.session.query(OutgoingMail)} == {"Ada Jansen accompanies you"}


def test_name_that_somebody_else_still_has_stays_theirs(meetup, deliver, smtp_sink, add_person, ada, bo):
    # given
    add_person("Ada Okafor", email="other.ada@brink-waal.example")
    meetup(invited=[bo])
    deliver()
    with transaction():
        db.session.execute(update(OutgoingMail).values(subject="Ada Okafor accompanies you"))

    # when
    with transaction():
        people.update_person(db.session.get_one(Person, ada.id), Details(name="Ada Jansen"))
    jobs_renaming.rename_all()

    # then
    db.session.rollback()
    assert {mail.subject for mail in db.session.query(OutgoingMail)} == {"Ada Okafor accompanies you"}
