"""Reviews as Kiyoh's (Klantenvertellen's) API gives them, one answer a quarter."""

import json
from pathlib import Path
from typing import Any

from .clock import utc
from .records import Review, World
from .shopify import quarter


def write(world: World, folder: Path) -> int:
    """Writes reviews_YYYY-Qn.json; returns the number of reviews, edited ones counted again."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[Review]] = {}
    for found in sorted(world.reviews, key=lambda review: (review.updated_at, review.id)):
        files.setdefault(quarter(found.updated_at), []).append(found)
    for name, reviews in files.items():
        marks = [found.mark for found in reviews]
        answer = {
            "locationId": "1047711",
            "locationName": "De Warme Hand",
            "averageRating": round(sum(marks) / len(marks), 1),
            "numberReviews": len(reviews),
            "percentageRecommendation": round(100 * sum(m >= 7 for m in marks) / len(marks)),
            "reviews": [_review(found) for found in reviews],
        }
        text = json.dumps(answer, ensure_ascii=False, indent=0) + "\n"
        (folder / f"reviews_{name}.json").write_text(text, encoding="utf-8", newline="\n")
    return len(world.reviews)


def _review(found: Review) -> dict[str, Any]:
    return {
        "reviewId": found.id,
        "reviewAuthor": found.author,
        "city": found.city,
        "rating": found.mark,
        "reviewContent": [
            _answer("DEFAULT_OVERALL", "INT", found.mark, 0, "Totaalscore"),
            _answer("DEFAULT_OPINION", "TEXT", found.text, 1, "Mijn ervaring"),
            _answer("DEFAULT_RECOMMEND", "BOOLEAN", found.mark >= 7, 2, "Beveelt u ons aan?"),
        ],
        "reviewComments": None,
        "dateSince": _time(found.at),
        "updatedSince": _time(found.updated_at),
        "referenceCode": found.order.id if found.order else None,
    }


def _answer(
    group: str, kind: str, rating: int | str | bool, order: int, question: str
) -> dict[str, Any]:
    return {
        "questionGroup": group,
        "questionType": kind,
        "rating": rating,
        "order": order,
        "questionTranslation": question,
    }


def _time(at: int) -> str:
    return f"{utc(at):%Y-%m-%dT%H:%M:%S}.{at // 1000 % 1000:03d}Z"
