"""Lists come in pages that lead to one another."""


def test_pages_lead_through_the_whole_list(call_as, chen, colleagues):
    # given
    colleagues(11)
    calling = call_as(chen)

    # when
    pages, following = [], "/people?text=colleague&per_page=5"
    while following:
        answer = calling("GET", following)
        pages.append(answer.body)
        following = answer.body["next"]

    # then
    address = "http://foyer.example/api/v1/people?text=colleague&per_page=5&page="
    assert [(page["page"], page["pages"], page["total"], page["next"]) for page in pages] == [
        (1, 3, 11, f"{address}2"),
        (2, 3, 11, f"{address}3"),
        (3, 3, 11, None),
    ]
    names = [person["name"] for page in pages for person in page["items"]]
    assert names == [f"P{number:03} Colleague" for number in range(11)]


def test_page_beyond_the_end_is_the_last(call_as, chen):
    # when
    answer = call_as(chen)("GET", "/people?page=1000000&per_page=500")

    # then
    assert (answer.status, answer.body["page"], len(answer.body["items"]), answer.body["next"]) == (200, 1, 1, None)


def test_empty_list_is_one_empty_page(call_as, chen):
    assert call_as(chen)("GET", "/sessions") == (200, {"items": [], "page": 1, "pages": 1, "total": 0, "next": None})


def test_next_page_keeps_what_was_asked_even_when_it_needs_escaping(call_as, chen, add_person):
    # given
    for name in ("R Eins", "S Zwei"):
        add_person(name, department="R&D / Öl + Gas")
    calling = call_as(chen)

    # when
    first = calling("GET", "/people", query_string={"department": "R&D / Öl + Gas", "per_page": 1})
    second = calling("GET", first.body["next"])

    # then
    assert [page.body["items"][0]["name"] for page in (first, second)] == ["R Eins", "S Zwei"]
    assert second.body["next"] is None


def test_next_page_stands_at_our_address_whatever_host_was_asked(call_as, chen, colleagues):
    # given
    colleagues(6)

    # when
    answer = call_as(chen)("GET", "/people?per_page=5", headers={"Host": "evil.example"})

    # then
    assert answer.body["next"] == "http://foyer.example/api/v1/people?per_page=5&page=2"
