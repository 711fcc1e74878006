"""The pages and calls of living audiences, with who may see them; part of `access_table.py`."""

from security import Access

OF_AUDIENCES: dict[Access, list[str]] = {
    Access.HOSTS: [
        "GET /courses/<int:course_id>/audiences",
        "POST /courses/<int:course_id>/audiences",
        "GET /courses/<int:course_id>/audiences/<int:audience_id>/closure",
        "POST /courses/<int:course_id>/audiences/<int:audience_id>/closure",
        "POST /courses/<int:course_id>/audiences/<int:audience_id>/moves",
        "POST /courses/<int:course_id>/audiences/<int:audience_id>/names",
        "GET /sessions/<int:session_id>/audiences",
        "POST /sessions/<int:session_id>/audiences",
        "GET /sessions/<int:session_id>/audiences/<int:audience_id>/closure",
        "POST /sessions/<int:session_id>/audiences/<int:audience_id>/closure",
        "POST /sessions/<int:session_id>/audiences/<int:audience_id>/moves",
        "POST /sessions/<int:session_id>/audiences/<int:audience_id>/names",
    ],
    Access.BEARER: [
        "GET /api/v1/courses/<int:course_id>/audiences",
        "POST /api/v1/courses/<int:course_id>/audiences",
        "DELETE /api/v1/courses/<int:course_id>/audiences/<int:audience_id>",
        "GET /api/v1/sessions/<int:session_id>/audiences",
        "POST /api/v1/sessions/<int:session_id>/audiences",
        "DELETE /api/v1/sessions/<int:session_id>/audiences/<int:audience_id>",
    ],
}
