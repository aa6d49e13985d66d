"""Kiyoh's reviews: an object or a list, marks and opinions, edits."""

import json
from typing import Any

import pytest
from landed_shop import Shop

KIYOH = {"id": "reviews", "kind": "kiyoh", "path": "exports/*.json"}


def review(mark: object = 9, **changes: Any) -> dict[str, Any]:
    return {
        "reviewId": "r1",
        "reviewAuthor": "Jan Jansen",
        "city": "Duimerdam",
        "reviewContent": [
            {"questionGroup": "DEFAULT_OVERALL", "questionType": "INT", "rating": mark},
            {"questionGroup": "DEFAULT_OPINION", "questionType": "TEXT", "rating": "Warm & <b>"},
            {"questionGroup": "DEFAULT_RECOMMEND", "questionType": "BOOLEAN", "rating": True},
        ],
        "dateSince": "2026-03-01T10:00:00.123Z",
        "updatedSince": "2026-03-04T10:00:00Z",
        "referenceCode": "1001",
        **changes,
    }


def give_reviews(shop: Shop, *reviews: Any) -> None:
    shop.configure(KIYOH)
    shop.give("a.json", json.dumps({"locationId": "1", "reviews": reviews}))
    assert shop.land().bad_files == ()


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("is_list", [True, False])
def test_object_and_list(shop: Shop, is_list: bool, start: str, indent: int | None) -> None:
    document = [review()] if is_list else {"averageRating": 9.1, "reviews": [review()]}
    shop.configure(KIYOH)
    shop.give("a.json", start + json.dumps(document, indent=indent))
    assert shop.land().bad_files == ()
    columns = "line, event_id, order_id, round(rating, 3), text, occurred_at::varchar"
    moment = "2026-03-01 10:00:00.123"
    assert shop.rows(columns) == [(1, "reviews:r1", "1001", 0.778, "Warm & <b>", moment)]
    assert [str(at) for at in shop.rows("updated_at")] == ["2026-03-04 10:00:00"]
    assert "Jansen" not in shop.stored()


@pytest.mark.parametrize(("mark", "rating"), [(1, -1.0), (10, 1.0), ("10", 1.0), (None, None)])
def test_marks(shop: Shop, mark: object, rating: float | None) -> None:
    give_reviews(shop, review(mark))
    assert shop.rows("rating") == [rating]


def test_reviews_that_cannot_be_read(shop: Shop) -> None:
    give_reviews(
        shop,
        review(),
        *(review(mark) for mark in (0, 11, "good", True)),
        review(reviewId=None),
        review(dateSince=None),
        review(dateSince="gisteren"),
        5,
    )
    start = "DEFAULT_OVERALL is no mark from 1 to 10: "
    assert shop.quarantine() == [
        *((2, f"{start}0"), (3, f"{start}11"), (4, f"{start}good"), (5, f"{start}true")),
        *((6, "reviewId is missing"), (7, "dateSince is missing")),
        *((8, "dateSince is no time: gisteren"), (9, "reviewId is missing")),
    ]
    assert shop.counts() == [("exports/a.json", 9, 1, 8, 0)]


def test_without_an_opinion_or_a_mark_it_is_still_a_review(shop: Shop) -> None:
    give_reviews(shop, review(reviewContent=[]), review(reviewContent=None, referenceCode=None))
    assert shop.rows("event_name, rating, text") == [("review", None, None)] * 2


def test_no_reviews_yet_is_an_empty_export(shop: Shop) -> None:
    shop.configure(KIYOH)
    shop.give("a.json", '{"reviews": []}')
    shop.give("b.json", json.dumps([review()]))
    assert shop.land().bad_files == ()
