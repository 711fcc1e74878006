"""The pages of evidence, with who may see them; part of `access_table.py`. What is public is opened by a signed link.

Behind `hosts` the view looks who writes at the goal, and for reports who owns a goal.
"""

from security import Access

OF_EVIDENCE: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /m/report/<token>",
        "GET /m/report/<token>/report.pdf",
    ],
    Access.SIGNED_IN: [
        "GET /evidence",
        "GET /evidence/goals/<int:goal_id>",
        "GET /evidence/goals/<int:goal_id>/interviews",
        "POST /evidence/goals/<int:goal_id>/interviews/mine",
        "GET /evidence/interviews/<int:interview_id>",
        "POST /evidence/interviews/<int:interview_id>/answer",
        "POST /evidence/interviews/<int:interview_id>/approval",
        "POST /evidence/interviews/<int:interview_id>/withdrawal",
        "POST /evidence/interviews/<int:interview_id>/words",
        "GET /evidence/reports",
        "GET /evidence/reports/<int:report_id>",
        "GET /evidence/reports/<int:report_id>/report.pdf",
    ],
    Access.HOSTS: [
        "POST /evidence/goals/<int:goal_id>/events/<int:event_id>",
        "GET /evidence/goals/<int:goal_id>/groups",
        "POST /evidence/goals/<int:goal_id>/groups",
        "POST /evidence/goals/<int:goal_id>/interviews",
        "POST /evidence/goals/<int:goal_id>/source",
        "GET /evidence/groups/<int:group_id>",
        "POST /evidence/groups/<int:group_id>/removal",
        "POST /evidence/groups/<int:group_id>/start",
        "POST /evidence/groups/<int:group_id>/weeks",
        "POST /evidence/reports",
        "POST /evidence/reports/<int:report_id>/removal",
        "POST /evidence/reports/<int:report_id>/shares",
        "POST /evidence/reports/shares/<int:share_id>/removal",
    ],
}
