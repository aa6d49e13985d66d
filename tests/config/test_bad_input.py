"""Every way of writing journey.yml wrongly that we know of, and exactly what is told about it.

The cases are in `bad_input/`: `given` stands where `around` says HERE, `told` is the answer without
the name of the file in front.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cjm_analytics.config import ConfigError, JourneyFile
from cjm_analytics.config.section import Section, findings_of

Refused = Callable[[str], list[str]]
CASES = Path(__file__).parent / "bad_input"
# Words of pydantic, Python and YAML that mean nothing to who writes a journey.yml.
JARGON = (
    *("pydantic", "Traceback", "validation error", "Extra inputs", "Input should", "Field "),
    *("valid string", "NoneType", "dict", "tuple", "mapping", "scalar", "token", "type="),
)
JUNK: list[object] = [None, True, 3, -1.5, "", "x y", "2026-02-30", [], [1], [[]], {}, {"x": 1}]
JUNK += [[{}], [{"id": "a"}], {"nl": 3}, {"in": ["a"]}, "a" * 500]


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            text = content["around"].replace("HERE", case["given"])
            yield pytest.param(text, case["told"], id=f"{path.stem}: {case['given'][:70]}")


@pytest.mark.parametrize(("text", "told"), list(cases()))
def test_bad_input_is_told(refused: Refused, text: str, told: list[str]) -> None:
    lines = refused(text)
    assert lines == [f"journey.yml:{line}" for line in told]
    for line in lines:
        assert "; " in line, "what to do is missing"
        assert not any(word in line for word in JARGON)


def test_all_problems_of_a_file_come_at_once_in_the_order_of_its_lines(refused: Refused) -> None:
    lines = refused(
        "project: {timezone: Mars}\n"
        "sources:\n"
        "  - {id: a, kind: ga5, path: x}\n"
        "journey: {silence: 30}\n"
        "model:\n"
        "  preset: klantreis\n"
        "  phases:\n"
        "    - id: service\n"
        "      rules:\n"
        "        - name: two lines\n"
        "          pagepath: /p\n"
        "kpis: [{id: k, phase: nowhere, count: {events: {}}}]\n"
        "surprise: 1\n"
    )
    assert [line.partition(";")[0] for line in lines] == [
        "journey.yml:1 project.timezone: there is no time zone 'Mars'",
        "journey.yml:3 sources[0].kind: unknown kind 'ga5'",
        "journey.yml:4 journey.silence: 30 without a unit",
        "journey.yml:11 model.phases[0].rules[0]: unknown column 'pagepath'",
        "journey.yml:12 kpis[0].phase: there is no phase 'nowhere'",
        "journey.yml:13: unknown key 'surprise'",
    ]


def test_a_problem_says_its_parts(read: Callable[[str], JourneyFile]) -> None:
    with pytest.raises(ConfigError) as caught:
        read("sources: []\nmodel: {preset: aida, fases: []}\n")
    problem = caught.value.problems[1]
    assert (problem.file, problem.line, problem.key) == ("journey.yml", 2, "model")
    assert problem.message == "unknown key 'fases'"
    assert problem.remedy == ("use one of: preset, phases, conversion_phase (did you mean phases?)")
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]


def test_junk_anywhere_is_told_in_house_words(full: str) -> None:
    """Each value of a full journey.yml in turn becomes each kind of junk."""
    content = yaml.load(full, Loader=yaml.BaseLoader)
    _numbers(content)
    assert not list(_told(content))
    n_told = 0
    for path in list(_paths(content, ())):
        kept = _put(content, path, None)
        for junk in JUNK:
            _put(content, path, junk)
            for message in _told(content):
                n_told += 1
                assert not any(word in message for word in JARGON), (path, junk, message)
        _put(content, path, kept)
    assert n_told > 1000


def _told(content: object) -> Iterator[str]:
    from pydantic import ValidationError

    try:
        JourneyFile.model_validate(content, context={"kinds": None})
    except ValidationError as error:
        for finding in findings_of(error, JourneyFile):
            assert finding.message
            assert finding.remedy
            assert "cannot be used here" not in finding.message, (
                "an error of pydantic without words"
            )
            yield f"{finding.message}; {finding.remedy}"


def _paths(value: object, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _paths(value[key], (*path, key))


def _put(content: Any, path: tuple[Any, ...], value: object) -> object:
    for key in path[:-1]:
        content = content[key]
    before: object = content[path[-1]]
    content[path[-1]] = value
    return before


def _numbers(content: Any) -> None:
    """The base loader leaves everything text, as ours does with days; these are numbers."""
    content["identity"]["max_links"] = 20
    content["kpi"]["min_capture"] = 0.8
    content["sources"][3]["rating_scale"] = {"min": 1, "max": 5}
    content["model"]["phases"][0]["ideas"][0]["investment"] = 1200
    content["kpis"][0]["target"] = 0.12
    content["changes"][0]["expect"]["min_effect_pp"] = 2


def test_every_section_is_closed_and_frozen() -> None:
    sections = list(_sections(Section))
    assert len(sections) > 20
    for section in sections:
        assert section.model_config["extra"] == "forbid"
        assert section.model_config["frozen"]


def _sections(section: type[Section]) -> Iterator[type[Section]]:
    for below in section.__subclasses__():
        yield below
        yield from _sections(below)
