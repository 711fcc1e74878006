"""The data protection sheet: what is stored, who reads it, how long it is kept.

A register of every table and of every part of "What Foyer knows about me". A test holds it against the database and against that page, so
that a table that comes, or a name under which something is kept, cannot be left out. Times are those the jobs go by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from champions.mentorships import expiring
from networks import meeting_notes
from networks.discovery import hand_overs
from onboarding.goals import imports
from onboarding.stories import questions as story_questions
from people import privacy
from sessions import missed
from sessions.feedback import asking

Say = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """One line. `tables` and `names`: of the database, and of a person's own data."""

    what: Say
    who: Say
    how_long: Say
    tables: Sequence[str]
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The same in the language that is set."""

    what: str
    who: str
    how_long: str


def lines() -> list[Line]:
    """The sheet."""
    return [Line(one.what(), one.who(), one.how_long()) for one in REGISTER]


def days(kept: timedelta) -> str:
    """'30 days'"""
    return _("%(number)s days", number=kept.days)


def _person() -> str:
    return _("until the person is erased")


def _thing() -> str:
    return _("as long as the thing it belongs to, or until the person is erased")


def _herself() -> str:
    return _("the person alone")


def _colleagues() -> str:
    return _("every colleague")


def _hosts() -> str:
    return _("the person, hosts and community managers")


REGISTER: tuple[Kept, ...] = (
    Kept(lambda: _("Name, work address, function, department, place, language, time zone; earlier names and further addresses"), _colleagues, _person, ["people", "earlier_names", "further_addresses"], ["person", "earlier_names", "further_addresses"]),
    Kept(lambda: _("Lists of people that wait to be read in"), lambda: _("administrators"), lambda: _("until they are read in or thrown away"), ["people_imports", "people_import_parts", "people_import_addresses"], ["imports"]),
    Kept(lambda: _("Links and keys to sign in, how many reminders there were, with whom somebody would rather not be put together"), _herself, _person, ["sign_in_links", "api_tokens", "nudges", "kept_apart", "sign_up_kept_apart"], ["sign_in_links", "api_tokens", "nudges", "kept_apart"]),
    Kept(lambda: _("Sessions, series and courses: who hosts, is invited, answered, delegated, came"), _hosts, _thing, ["sessions", "series", "former_dates", "hosts", "host_requests", "invitations", "invitation_reasons", "rsvps", "answer_records", "delegations", "series_rsvps", "series_delegations", "attendances", "check_ins", "living_audiences", "audience_values", "audience_checks", "audience_moves", "calendar_objects"], ["series", "invitations", "hosted", "asked_for", "asked_to_host", "attendance", "courses"]),
    Kept(lambda: _("Who wants to hear of something like it, and when somebody is busy in their own calendar"), _herself, _person, ["interests", "interest_figures", "busy_sources", "busy_times"], ["busy"]),
    Kept(lambda: _("Feedback after a session, without a person"), lambda: _("hosts and community managers, from %(floor)s people and all at once", floor=privacy.FLOOR), lambda: _("answers for good; a used link %(days)s", days=days(asking.OPEN_DAYS)), ["feedbacks", "feedback_answers", "feedback_spent_links"]),
    Kept(lambda: _("Polls for a date, and rounds of training groups: who signed up, how they can come, where they are"), _hosts, _thing, ["polls", "poll_dates", "poll_people", "poll_marks", "rounds", "round_times", "round_places", "round_hosts", "round_host_times", "round_host_places", "round_groups", "sign_ups", "sign_up_times", "sign_up_places", "sign_up_companions", "sign_up_declined", "round_moves"], ["polls", "polls_hosted", "rounds", "rounds_hosted", "rounds_opened"]),
    Kept(lambda: _("Groups, who is in them, notes for each other"), lambda: _("members of the group, as the group chose"), lambda: _("notes as long as the group; what meetings came to, of the last %(number)s", number=meeting_notes.KEPT), ["groups", "group_stewards", "memberships", "membership_records", "group_notes", "meeting_notes"], ["groups", "groups_looked_after", "group_notes", "meeting_notes", "handed_over"]),
    Kept(lambda: _("Networks that meet offline, and who is on their list"), lambda: _("who keeps the network, and community managers"), _thing, ["offline_networks", "offline_network_people", "offline_network_asks", "network_censuses"], ["networks", "network_lists", "network_asks"]),
    Kept(lambda: _("What a search for networks found in calendars and lists that were handed over"), lambda: _("whoever handed them over"), lambda: days(hand_overs.KEPT), ["hand_overs", "hand_over_pieces", "found_networks", "topic_lists"]),
    Kept(lambda: _("Groups of a directory and of platforms, with the accounts of people in them"), lambda: _("the person; who looks after the group sees who would come and go"), lambda: _("while a group here follows it"), ["directories", "directory_groups", "directory_group_people", "platforms", "channels", "channel_people", "channel_departures", "place_departures", "channel_looks", "channel_look_lines", "channel_runs", "channel_changes", "channel_announcements", "mirrors", "mirror_runs", "mirror_changes"], ["channels", "channel_departures", "channel_changes", "channel_looks", "channels_run", "mirror_changes", "mirrors_run", "directory_groups"]),
    Kept(lambda: _("Ambassadors and early adopters: that somebody is one, and what they offer"), _colleagues, _person, ["ambassadors", "ambassador_records", "ambassador_suggestions", "ambassador_backings", "early_adopters", "waves", "wave_people", "commitments", "commitment_marks", "commitment_shares"], ["ambassador", "ambassador_suggestions_by_me", "backing", "backing_asked_of_me", "early_adopter", "waves", "waves_planned", "commitments", "commitments_shown_to_me"]),
    Kept(lambda: _("Mentorships: the wish, check-ins, meetings"), lambda: _("the two of the mentorship"), lambda: _("%(days)s after its end, or until the mentee deletes it", days=days(expiring.KEPT_FOR)), ["ambassador_asks", "mentorship_proposals", "mentorships", "mentorship_check_ins", "mentorship_outings", "mentorship_meeting_seats", "weekly_mails", "pairing_rounds", "pairing_lines"], ["ambassador_ask", "mentorship_proposals", "mentorships", "mentees", "weekly_mail", "pairing_rounds"]),
    Kept(lambda: _("Coffee circles: who takes part and who met whom"), lambda: _("the person and who they meet"), _person, ["coffee_circles", "coffee_turns", "coffee_guests", "coffee_meetings", "coffee_seats"], ["coffee_circles", "coffees", "coffee_circles_set_up"]),
    Kept(lambda: _("Thanks"), lambda: _("the thanked person; others once they approve"), _person, ["thanks"], ["thanks_received", "thanks_written"]),
    Kept(lambda: _("Goals, plans and measurements, with who owns and measured them"), _colleagues, lambda: _("as long as the programme; a file that waits %(days)s", days=days(imports.KEPT)), ["programmes", "programme_plans", "programme_starts", "goals", "goal_records", "measurements", "measurement_records", "measurement_imports", "goal_events", "goal_links"], ["goals", "plans", "measurements_entered"]),
    Kept(lambda: _("Which goal presses somebody too"), _herself, _person, ["goal_asks"], ["goals_that_press_me_too"]),
    Kept(lambda: _("Journeys: what somebody follows, did, skipped or would like to try"), lambda: _("the person; a buddy while it is shown to them"), _person, ["journey_followers", "journey_step_marks", "journey_buddies", "journeys", "journey_texts", "journey_steps", "journey_step_texts", "journey_figures"], ["journeys", "journeys_accompanied"]),
    Kept(lambda: _("Stories of colleagues; questions to their tellers %(days)s", days=days(story_questions.KEPT)), lambda: _("every colleague, once the teller approves"), lambda: _("until the teller takes it back"), ["stories", "story_drafts", "story_photos", "story_pictures", "story_questions", "story_starts"], ["stories", "story_drafts_written", "story_questions_asked", "story_questions_received", "starting_question"]),
    Kept(lambda: _("Wishes and concerns, with name or without anything that leads to a person"), _colleagues, _thing, ["voices", "voice_answers", "voice_reports", "voice_letters", "voice_launches"], ["voices", "voice_letters", "voice_answers"]),
    Kept(lambda: _("Questions, answers and what people are working on"), lambda: _("every colleague, or the group it was said to"), _thing, ["questions", "question_versions", "question_replies", "question_words", "question_calls", "question_preferences", "question_reports", "question_holds"], ["questions", "answers_to_questions", "summaries_of_questions", "called_to_questions", "mails_about_questions"]),
    Kept(lambda: _("Surveys: who was asked"), _herself, _person, ["surveys", "survey_waves", "survey_asked", "survey_stops"], ["surveys_asked", "surveys_stopped"]),
    Kept(lambda: _("Answers to surveys, without a person"), lambda: _("who was asked and community managers, from %(floor)s people", floor=privacy.FLOOR), lambda: _("for good; of fewer than %(floor)s people deleted at once", floor=privacy.FLOOR), ["survey_answers"]),
    Kept(lambda: _("That somebody had a token for a survey or a voice; not what they said with it"), _herself, _person, ["blind_keys", "blind_grants", "blind_spent_tokens"], ["blind_tokens"]),
    Kept(lambda: _("Figures of groups by week, of five people or more, without a person"), _colleagues, _thing, ["evidence_groups", "evidence_weeks", "evidence_sources", "evidence_touched"]),
    Kept(lambda: _("Statistics of a platform, added up on arrival by week and segment, without a person; who sent a week"), _colleagues, lambda: _("figures for good; who sent them until the person is erased; rows of single people are not kept"), ["participation_weeks", "participation_figures", "participation_imports", "participation_readers"], ["participation_weeks_sent"]),
    Kept(lambda: _("Interviews about a goal"), lambda: _("the person and who asked; once the person approves every colleague, and who has a link to a report"), lambda: _("until the person takes it back"), ["evidence_interviews"], ["interviews"]),
    Kept(lambda: _("Reports, and the links by which they are shared; not who opens them"), lambda: _("every colleague, and who has a link"), lambda: _("until somebody who makes reports takes it away; a link until its last day"), ["evidence_reports", "evidence_report_shares"], ["reports_made"]),
    Kept(lambda: _("Mail on its way, and mail that came in"), lambda: _("the person; community managers what could not be understood"), lambda: _("until the person is erased; that somebody was told of a next date %(days)s", days=days(missed.KEPT)), ["outgoing_mails", "incoming_mails", "postbox_mails"], ["mail", "mail_from_me"]),
    Kept(lambda: _("Formats of sessions and the company’s calendar, without people"), _colleagues, lambda: _("for good"), ["formats", "format_texts", "company_calendars"]),
)  # fmt: skip
