"""PyYAML's complaints in plain words."""

import yaml

_WORDS = (  # what PyYAML says, what is wrong, what to do; the first that fits
    (
        r"found character '\t'",
        "a tab; YAML allows only spaces before a key",
        "replace the tab with spaces",
    ),
    (
        "found unknown escape character",
        "a backslash between double quotes that YAML does not know",
        "put patterns between single quotes, as '^/p\\d+'",
    ),
    (
        "mapping values are not allowed here",
        "a second ': ' on the line, or a line indented too far",
        "put text that holds ': ' between quotes, or mend the indentation",
    ),
    (
        "could not find expected ':'",
        "a key without ': ' after it",
        "write key: value, with a space after the colon",
    ),
    (
        "found unexpected end of stream",
        "a quote that is opened and never closed",
        "close the quote",
    ),
    (
        "expected ',' or",
        "a { or [ that is not closed, or something in it that YAML reads otherwise",
        "close it, put a comma between the items, and quotes around text that holds ? : or ,",
    ),
    (
        "expected the node content",
        "a bracket, comma or indentation where a value was expected",
        "write the value, or put it between quotes",
    ),
    (
        "expected <block end>",
        "a line that does not line up with the lines above it",
        "indent it as its neighbours",
    ),
    (
        "expected a single document",
        "a second document after ---",
        "keep one document in the file",
    ),
    (
        "undefined alias",
        "an alias (*) whose anchor (&) does not stand above it",
        "put text that begins with * between quotes",
    ),
    (
        "cannot start any token",
        "a sign that YAML does not allow there",
        "put the text between quotes",
    ),
    (
        "special characters are not allowed",
        "a control character",
        "remove it",
    ),
)


def syntax_in_words(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """Line (from 1), message and remedy of a YAML syntax error."""
    line = 1
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = f"{error.context or ''} {error.problem or ''}"
        opened = error.context_mark
        if opened and ("end of stream" in said or "expected ',' or" in said):
            line = opened.line + 1  # where it was opened, not where the file ran out
    else:
        said = str(error)
        position = getattr(error, "position", None)
        if isinstance(position, int):
            line = text[:position].count("\n") + 1
    # Between context and problem PyYAML writes a tab as \t or as '\t', depending on the place.
    if "'\\t'" in said:
        said = r"found character '\t'"
    for sign, message, remedy in _WORDS:
        if sign in said:
            return line, message, remedy
    return line, "this is not valid YAML", "mend the line, or the one above it"
