"""Reports: the list, one as a page and as PDF, making and removing one, sharing it; and the page behind a shared link."""

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from config import settings
from database import transaction
from look import language
from onboarding.errors import OnboardingError
from onboarding.evidence import access
from onboarding.evidence.interviews.views import by_me
from onboarding.evidence.reports import pdf, queries, reading, reports
from onboarding.evidence.reports.forms import ShareForm
from onboarding.evidence.reports.models import Report
from onboarding.evidence.views import back_to, evidence_error
from onboarding.goals import standings
from onboarding.goals import words as goal_words
from people.current import me
from people.limits import limiter
from security import hosts, public, signed_in

blueprint = Blueprint("evidence_reports", __name__)
blueprint.register_error_handler(OnboardingError, evidence_error)
SHARED_FOR = timedelta(days=30)
WORDS = {"on_words": goal_words.on_words, "short_words": goal_words.short_words}


def _today() -> date:
    return standings.day_of(datetime.now(UTC))


@blueprint.get("/evidence/reports")
@signed_in
def index() -> str:
    """The newest first."""
    every = [(report, standings.day_of(report.made_at)) for report in queries.reports()]
    return render_template("evidence/reports.html", reports=every, may_report=access.may_report(me()), **WORDS)


@blueprint.post("/evidence/reports")
@hosts
@limiter.limit("30 per day", key_func=by_me)
def make() -> Answer:
    """What is known now is kept with its day."""
    access.guard_reports(me())
    with transaction():
        made = reports.make(by=me(), now=datetime.now(UTC))
    return back_to(
        _("Made. It stays as it is today; look at it before you hand it on."), "evidence_reports.report", report_id=made.id
    )


@blueprint.get("/evidence/reports/<int:report_id>")
@signed_in
def report(report_id: int) -> str:
    """A report as a page."""
    form = ShareForm(formdata=None, language=language(), expires_on=_today() + SHARED_FOR)
    return _report(reports.one(report_id), form)


def _report(found: Report, form: ShareForm) -> str:
    may_report = access.may_report(me())
    base, today = settings().base_url.rstrip("/"), _today()
    shares = [(one, base + reports.path_of(one), one.is_open(today)) for one in found.shares] if may_report else []
    return render_template(
        "evidence/report.html",
        report=found,
        document=reading.read(found, language()),
        shares=shares,
        form=form,
        may_report=may_report,
        pdf=url_for("evidence_reports.pdf_file", report_id=found.id),
        **WORDS,
    )


@blueprint.get("/evidence/reports/<int:report_id>/report.pdf")
@signed_in
@limiter.limit("60 per hour", key_func=by_me)
def pdf_file(report_id: int) -> Response:
    """The same on paper."""
    return _pdf(reports.one(report_id), language())


def _pdf(found: Report, language: str) -> Response:
    answer = make_response(pdf.rendered(reading.read(found, language)))
    answer.content_type = "application/pdf"
    day = standings.day_of(found.made_at).isoformat()
    answer.headers["Content-Disposition"] = f'inline; filename="foyer-report-{day}.pdf"'
    return answer


@blueprint.post("/evidence/reports/<int:report_id>/removal")
@hosts
def remove(report_id: int) -> Answer:
    """It is gone, with every link to it."""
    access.guard_reports(me())
    with transaction():
        reports.remove(report_id)
    return back_to(_("The report is gone, and its links lead nowhere."), "evidence_reports.index")


@blueprint.post("/evidence/reports/<int:report_id>/shares")
@hosts
@limiter.limit("30 per day", key_func=by_me)
def share(report_id: int) -> tuple[str, int] | Answer:
    """Somebody outside gets a link."""
    access.guard_reports(me())
    form = ShareForm()
    if form.validate():
        try:
            with transaction():
                reports.share(
                    report_id,
                    form.for_whom.data or "",
                    form.language.data,
                    form.expires_on.data,
                    by=me(),
                    today=_today(),
                )
        except OnboardingError as error:
            form.complain(error)
        else:
            said = _("The link stands below. Foyer sends it to nobody.")
            return back_to(said, "evidence_reports.report", report_id=report_id, _anchor="shares")
    return _report(reports.one(report_id), form), 422


@blueprint.post("/evidence/reports/shares/<int:share_id>/removal")
@hosts
def revoke(share_id: int) -> Answer:
    """The link leads nowhere any more."""
    access.guard_reports(me())
    with transaction():
        report_id = reports.revoke(share_id, now=datetime.now(UTC)).report_id
    return redirect(url_for("evidence_reports.report", report_id=report_id, _anchor="shares"), 303)


@blueprint.get("/m/report/<token>")
@public
@limiter.limit("60 per minute")
def shared(token: str) -> Response:
    """The report, for whoever has the link. That it is opened is kept nowhere."""
    found = reports.opened(token, today=_today())
    with force_locale(found.language):
        document = reading.read(found.report, found.language)
        answer = make_response(
            render_template(
                "evidence/shared.html",
                document=document,
                until=found.expires_on,
                pdf=url_for("evidence_reports.shared_pdf", token=token),
                **WORDS,
            )
        )
    return _private(answer)


@blueprint.get("/m/report/<token>/report.pdf")
@public
@limiter.limit("20 per minute")
def shared_pdf(token: str) -> Response:
    """The same on paper."""
    found = reports.opened(token, today=_today())
    return _private(_pdf(found.report, found.language))


def _private(answer: Response) -> Response:
    """No search engine lists it and nothing on the way keeps it: it ends with its link."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    return answer
