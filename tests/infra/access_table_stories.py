"""The pages of stories, with who may see them; part of `access_table.py`."""

from security import Access

OF_STORIES: dict[Access, list[str]] = {
    Access.PUBLIC: [
        "GET /m/story/<token>",
        "GET /m/story/<token>/photo/<name>",
        "GET /m/story/draft/<token>",
        "POST /m/story/draft/<token>",
        "GET /m/story/question/<token>",
        "POST /m/story/question/<token>",
    ],
    Access.SIGNED_IN: [
        "GET /me/stories",
        "POST /me/stories/drafts/<token>",
        "POST /me/stories/questions/<int:question_id>",
        "POST /me/stories/questions/<int:question_id>/removal",
        "POST /me/stories/start",
        "GET /stories",
        "POST /stories",
        "GET /stories/<int:story_id>",
        "GET /stories/<int:story_id>/edit",
        "POST /stories/<int:story_id>/edit",
        "POST /stories/<int:story_id>/editor",
        "POST /stories/<int:story_id>/openness",
        "GET /stories/<int:story_id>/proposal",
        "POST /stories/<int:story_id>/proposal",
        "GET /stories/<int:story_id>/photo",
        "POST /stories/<int:story_id>/photo",
        "GET /stories/<int:story_id>/photo/<name>",
        "POST /stories/<int:story_id>/photo/approval",
        "POST /stories/<int:story_id>/photo/removal",
        "POST /stories/<int:story_id>/publication",
        "POST /stories/<int:story_id>/questions",
        "POST /stories/<int:story_id>/removal",
        "POST /stories/<int:story_id>/withdrawal",
        "GET /stories/for-a-colleague",
        "POST /stories/for-a-colleague",
        "GET /stories/new",
    ],
    Access.MANAGER: [
        "POST /stories/<int:story_id>/takedown",
        "GET /stories/editing",
        "POST /stories/missing",
    ],
}
