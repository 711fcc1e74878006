"""Reports: dated, shared for a time, without people, and nothing that two looks at the pages would not have told."""

import json
import re
from datetime import timedelta

import pytest

from database import db
from onboarding.evidence.errors import EvidenceInvalid, LinkInvalid
from onboarding.evidence.interviews import interviews
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import Interview, Told
from onboarding.evidence.reports import pdf, reading, reports
from onboarding.evidence.reports.models import Report, ReportShare
from onboarding.goals.models import Goal


@pytest.fixture
def report(do, compared, chen, now):
    """The number of a report about a goal that was compared."""
    return do(reports.make, by=chen, now=now).id


def read(app, number, language="en"):
    with app.test_request_context():
        return reading.read(db.session.get_one(Report, number), language)


def test_a_report_stays_as_it_was_and_says_what_the_page_said(app, do, report, compared, chapter_of):
    # given
    page = chapter_of(compared)

    # when: the goal is called otherwise
    def rename():
        db.session.get_one(Goal, compared).name = "Other"

    do(rename)

    # then
    kept = read(app, report)["chapters"][0]
    assert (kept["name"], kept["sentence"], kept["figures"]["rows"]) == (page.name, page.sentence, page.figures.rows)
    assert read(app, report, "nl")["chapters"][0]["sentence"].endswith("Dat wijst op een effect ten goede.")


def test_no_number_of_a_report_is_missing_from_the_page_of_that_moment(app, client_of, report, compared, bo):
    """A report is no second way to ask: beside a page it tells nothing more."""
    page = client_of(bo).get(f"/evidence/goals/{compared}").text
    kept = read(app, report)["chapters"][0]
    figures = [number for row in kept["figures"]["rows"] for number in row]
    said = " ".join([kept["sentence"], kept["people"], *kept["figures"]["columns"], *figures, *kept["withheld"]])
    assert numbers(said) - numbers(page) == set()


def numbers(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace("\xa0", " ")))


def test_a_report_holds_no_person_and_interviews_leave_it(app, do, compared, ada, chen, now):
    # given
    made = do(interviews.open_own, compared, by=ada).id
    do(interviews.write, made, Words("Ada’s own words"), by=ada, now=now)
    do(interviews.approve, made, db.session.get_one(Interview, made).token, Told.WORKED, named=True, by=ada, today=now.date())
    number = do(reports.make, by=chen, now=now).id

    # when
    kept = json.dumps(db.session.get_one(Report, number).contents)
    there = read(app, number)["chapters"][0]["sides"][0]["interviews"]
    do(interviews.withdraw, made, by=ada)

    # then
    assert [name for name in (ada.name, chen.name, "own words") if name in kept] == []
    assert (there[0]["who"], there[0]["said"][0][1]) == (ada.name, "Ada’s own words")
    assert read(app, number)["chapters"][0]["sides"][0]["interviews"] == []


def test_what_is_told_anew_is_in_no_report_made_before(app, do, compared, ada, chen, now):
    # given: in a report, then taken back
    made = do(interviews.open_own, compared, by=ada).id
    for day, text in enumerate(("At first", "Anew")):
        do(interviews.open_own, compared, by=ada)
        do(interviews.write, made, Words(text), by=ada, now=now)
        token, today = db.session.get_one(Interview, made).token, now.date() + timedelta(days=day)
        do(interviews.approve, made, token, Told.WORKED, named=True, by=ada, today=today)
        if day == 0:
            number = do(reports.make, by=chen, now=now).id
            do(interviews.withdraw, made, by=ada)

    # then
    assert read(app, number)["chapters"][0]["sides"][0]["interviews"] == []


def test_a_link_opens_until_its_day_and_until_it_is_taken_back(do, client, report, chen, now):
    # given
    today = now.date()
    share = do(reports.share, report, "Works council", "nl", today + timedelta(days=2), by=chen, today=today).id
    path = reports.path_of(db.session.get_one(ReportShare, share))

    # when
    page, paper = client.get(path), client.get(f"{path}/report.pdf")
    do(reports.revoke, share, now=now)

    # then
    assert (page.status_code, "Dat wijst op een effect" in page.text, page.headers["Cache-Control"]) == (200, True, "no-store")
    assert (paper.content_type, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert [client.get(path).status_code, client.get(f"{path}/report.pdf").status_code] == [410, 410]
    assert client.get("/m/report/made-up").status_code == 410


@pytest.mark.parametrize("days", [pytest.param(-1, id="yesterday"), pytest.param(400, id="for ever")])
def test_a_link_ends_within_a_year(do, report, chen, now, days):
    with pytest.raises(EvidenceInvalid, match="within a year"):
        do(reports.share, report, "Sponsor", "en", now.date() + timedelta(days=days), by=chen, today=now.date())


def test_a_link_is_over_the_day_after(do, report, chen, now):
    share = do(reports.share, report, "Sponsor", "en", now.date(), by=chen, today=now.date())
    token = reports.path_of(share).rpartition("/")[2]
    assert reports.opened(token, today=now.date()).id == share.id
    with pytest.raises(LinkInvalid):
        reports.opened(token, today=now.date() + timedelta(days=1))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_paper_is_tagged_and_what_people_wrote_stays_text(app, do, report, compared, language):
    # given
    document = read(app, report, language)
    hostile = '#panic("x") *a* $ \\ <b> #include "/etc/passwd" ] } "'
    document["chapters"][0]["events"] = [hostile]

    # when
    paper = pdf.rendered(document)

    # then
    assert all(mark in paper for mark in (b"/MarkInfo", b"/StructTreeRoot", f"/Lang({language})".encode(), b"pdfuaid"))


def test_signs_that_no_font_has_stop_no_report(app, report):
    document = read(app, report)
    assert pdf.rendered({**document, "title": "Works \U0001f389\ue000"})[:5] == b"%PDF-"


def test_paper_that_takes_too_much_is_not_waited_for(app, client_of, report, chen, monkeypatch, capfd):
    # given
    monkeypatch.setattr(pdf, "MEGABYTES", 5)

    # when
    page = client_of(chen).get(f"/evidence/reports/{report}/report.pdf")

    # then
    assert (page.status_code, "The PDF could not be made. Try again, or print the page of the report." in page.text) == (
        409,
        True,
    )
    assert "report_not_set" in capfd.readouterr().out


def test_who_makes_reports(client_of, report, ada, bo, chen, admin):
    assert [client_of(one).post("/evidence/reports").status_code for one in (ada, bo, chen, admin)] == [404, 404, 303, 303]
    assert [client_of(one).get(f"/evidence/reports/{report}").status_code for one in (ada, chen)] == [200, 200]
    assert client_of(ada).post(f"/evidence/reports/{report}/shares", data={}).status_code == 404
