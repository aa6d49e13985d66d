"""`cjm check`: what the exports look like, without landing anything."""

from pathlib import Path

import small_shop
from cli_shop import Cjm, assert_plain


def test_files_rows_and_columns(cjm: Cjm, tmp_path: Path) -> None:
    shop = small_shop.exports(12)
    small_shop.write(tmp_path, shop)
    answer = cjm("check", tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert "journey.yml is right: 4 sources, 5 phases, 2 KPIs" in answer.out
    for text in ("site (table)", "exports/visits-0.csv", f" {len(shop.visits)} ", "columns found:"):
        assert text in answer.out
    assert not (tmp_path / "warehouse").exists()
    assert not (tmp_path / "dashboards").exists()


def test_first_row_that_cannot_be_read_is_told(cjm: Cjm, tmp_path: Path) -> None:
    small_shop.write(tmp_path, small_shop.exports(12))
    with (tmp_path / "exports" / "reviews-0.csv").open("a", encoding="utf-8") as file:
        file.write("2026-03-01,B1,9,x\n2026-03-01\n")
    answer = cjm("check", tmp_path)
    assert answer.code == 0
    told = " ".join(answer.out.split())
    assert "exports/reviews-0.csv, line " in told
    assert ": the rating lies outside rating_scale: 9" in told


def test_column_that_no_row_of_jsonl_gives(cjm: Cjm, tmp_path: Path) -> None:
    journey = small_shop.JOURNEY.replace("text: subject", "text: subjekt")
    small_shop.write(tmp_path, small_shop.exports(), journey=journey)
    answer = cjm("check", tmp_path)
    assert answer.code == 0
    assert "subjekt" in answer.out


def test_names_are_told_as_they_are(cjm: Cjm, tmp_path: Path) -> None:
    small_shop.write(tmp_path, small_shop.exports(12))
    exports = tmp_path / "exports"
    (exports / "visits-0.csv").rename(exports / "visits [red] [link=x].csv")
    answer = cjm("check", tmp_path)
    assert answer.code == 0
    assert "visits [red] [link=x].csv" in answer.out
    (exports / "orders [/red].csv").parent.mkdir(parents=True)
    (exports / "orders [/red].csv").write_bytes(b"")
    answer = cjm("check", tmp_path)
    assert_plain(answer)


def test_headers_alone(cjm: Cjm, tmp_path: Path) -> None:
    small_shop.write(tmp_path, small_shop.exports(12))
    for path in (tmp_path / "exports").glob("reviews*"):
        path.write_text("at,order,stars,text\n", encoding="utf-8")
    answer = cjm("check", tmp_path)
    assert answer.code == 1
    assert "reviews: exports/reviews*.csv holds no rows" in answer.err
