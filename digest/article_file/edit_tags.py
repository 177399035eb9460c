"""Tags of articles get other names: in the front matter only the list of tags is touched, and all else of the file
stays byte for byte."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import msgspec
import yaml

from digest.article_file.edit import ArticleFile, Change
from digest.article_file.mark import left_as_imported
from digest.article_file.split import split
from digest.article_file.write import quoted, scalar
from digest.errors import Problem
from digest.model.urls import tag_slug
from digest.text import without_controls
from digest.typed_yaml.budget import NotReadError
from digest.typed_yaml.places import compose

_COMMA = re.compile(r"(?:\s|(?<=\s)#[^\r\n]*+)*,")
_REST_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)?")


class UnreadableError(ValueError):
    """The tags of a file cannot be told; `line` counts from 1."""

    def __init__(self, line: int, fact: str, remedy: str = "It was left as it is.") -> None:
        super().__init__(fact)
        self.line = line
        self.remedy = remedy


class Retagged(msgspec.Struct, frozen=True):
    """An article in which tags were renamed: its path relative to the site's folder, its tags before and after."""

    article: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class TagUse(msgspec.Struct, frozen=True):
    """A tag as articles have it: its spelling, or the most used of several, and how many articles have it."""

    tag: str
    articles: int


class _Tags(msgspec.Struct, frozen=True):
    """The list of tags in an article's text: `block` is the front matter, which begins at `start`."""

    block: str
    start: int
    items: tuple[yaml.ScalarNode, ...]
    is_flow: bool

    def names(self) -> tuple[str, ...]:
        return tuple(_name(item) for item in self.items)


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in an article's front matter. Raises UnreadableError."""
    return _tags_of(text).names()


def retagged(text: str, old: frozenset[str], new: str) -> str:
    """The text of an article with the tag `new` in place of those with the slugs `old`; each tag stands once, where
    the first of them stood. Raises UnreadableError."""
    found = _tags_of(text)
    slugs = [tag_slug(name) if name else "" for name in found.names()]
    if old.isdisjoint(slugs):
        return text
    meant = [n for n, slug in enumerate(slugs) if slug in old or slug == tag_slug(new)]
    cuts = [(*_span(found.items[meant[0]]), _written(found, found.items[meant[0]], new))]
    cuts += [_without(found, n) for n in meant[1:]]
    block = found.block
    for start, end, put in reversed(cuts):
        block = block[:start] + put + block[end:]
    after = tuple(new if n == meant[0] else name for n, name in enumerate(found.names()) if n not in meant[1:])
    changed = text[: found.start] + block + text[found.start + len(found.block) :]
    try:
        is_sound = _tags_of(changed).names() == after and _rest(block) == _rest(found.block)
    except UnreadableError:
        is_sound = False
    if not is_sound:
        raise UnreadableError(1, "its tags are written in a way that cannot be changed without touching the rest.")
    return left_as_imported(text, changed)


def uses_of(files: Iterable[ArticleFile]) -> tuple[tuple[TagUse, ...], tuple[Problem, ...]]:
    """The tags of articles, the most used first, and what could not be read."""
    spellings: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    articles: dict[str, int] = defaultdict(int)
    problems: list[Problem] = []
    for file in files:
        try:
            names = [name for name in tags_in(_text_of(file)) if name]
        except UnreadableError as error:
            problems.append(_left(file, error))
            continue
        for name in names:
            spellings[tag_slug(name)][name] += 1
        for slug in {tag_slug(name) for name in names}:
            articles[slug] += 1
    found = (
        TagUse(min(names, key=lambda name: (-names[name], name)), articles[slug]) for slug, names in spellings.items()
    )
    return tuple(sorted(found, key=lambda use: (-use.articles, use.tag.casefold()))), tuple(problems)


def changes(
    files: Iterable[ArticleFile], old: frozenset[str], new: str
) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """What is to be rewritten for the tag `new` to stand in place of those with the slugs `old`, and the files that are
    left because they cannot be read. Writes nothing."""
    found: list[Change] = []
    problems: list[Problem] = []
    for file in files:
        try:
            text = _text_of(file)
            changed = retagged(text, old, new)
            if changed != text:
                told = Retagged(file.shown, tags_in(text), tags_in(changed))
                found.append(Change(file, changed.encode(), told))
        except UnreadableError as error:
            problems.append(_left(file, error))
    return tuple(found), tuple(problems)


def _text_of(file: ArticleFile) -> str:
    """The text of an article that may have tags; "" of one that has none."""
    if b"tags" not in file.data:
        return ""
    try:
        return file.data.decode()
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        raise UnreadableError(line, "this is not UTF-8.", "It was left: save the file as UTF-8.") from None


def _left(file: ArticleFile, error: UnreadableError) -> Problem:
    return Problem(file.shown, error.line, str(error), error.remedy)


def _tags_of(text: str) -> _Tags:
    if not text:
        return _Tags("", 0, (), True)
    parts = split(text)
    if parts is None:
        raise UnreadableError(1, "there is no front matter that ends.")
    nothing = _Tags(parts.block, parts.start, (), True)
    root = _composed(parts.block)
    if root is None:
        return nothing
    if not isinstance(root, yaml.MappingNode):
        raise UnreadableError(2, "its front matter is no mapping.")
    lists = [(key, value) for key, value in root.value if key.value == "tags"]
    if not lists:
        return nothing
    (key, value), line = lists[0], lists[-1][0].start_mark.line + 2
    if len(lists) > 1:
        raise UnreadableError(line, "the key 'tags' stands here twice.")
    if isinstance(value, yaml.ScalarNode) and value.tag.endswith(":null"):
        return nothing
    items = value.value
    if not isinstance(value, yaml.SequenceNode) or not all(isinstance(item, yaml.ScalarNode) for item in items):
        raise UnreadableError(line, "'tags' is no list of names.")
    starts = [node.start_mark.index for node in (key, value, *items)]
    if starts != sorted(starts):  # an alias stands for what is written elsewhere
        raise UnreadableError(line, "'tags' repeats what is written elsewhere in the front matter.")
    return _Tags(parts.block, parts.start, tuple(items), bool(value.flow_style))


def _composed(block: str) -> yaml.Node | None:
    try:
        root: yaml.Node | None = compose(block)
        return root
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        fact = str(error.problem) if isinstance(error, NotReadError) else "its front matter is not valid YAML."
        raise UnreadableError(mark.line + 2 if mark else 1, fact) from None
    except RecursionError:
        raise UnreadableError(1, "its front matter is nested too deeply to be read.") from None


def _name(item: yaml.ScalarNode) -> str:
    return "" if item.tag.endswith(":null") else without_controls(item.value).strip()


def _span(item: yaml.ScalarNode) -> tuple[int, int]:
    return item.start_mark.index, item.end_mark.index


def _written(found: _Tags, item: yaml.ScalarNode, new: str) -> str:
    """The tag `new` as it stands in the place of an item: as that was written, and in quotation marks if that was."""
    start, end = _span(item)
    if _name(item) == new:
        return found.block[start:end]
    if item.style == "'" and new.isprintable():
        return "'" + new.replace("'", "''") + "'"
    return quoted(new) if item.style in ('"', "'") else scalar(new, flow=found.is_flow)


def _without(found: _Tags, n: int) -> tuple[int, int, str]:
    """What is to be cut for the n-th tag to be gone. There is one before it."""
    block, (start, end) = found.block, _span(found.items[n])
    line = max(block.rfind("\n", 0, start), block.rfind("\r", 0, start)) + 1
    if not found.is_flow:
        return line, _next_line(block, end), ""
    if not re.search(r"[\r\n#]", block[_span(found.items[0])[0] : _span(found.items[-1])[1]]):
        comma = _COMMA.match(block, _span(found.items[n - 1])[1])
        return (comma.end() - 1 if comma else start), end, ""
    following = _COMMA.match(block, end)  # in several lines it goes with the item, so that the lines before stay
    end = following.end() if following else end
    following_line = _next_line(block, end)
    stands_alone = not block[line:start].strip() and not block[end:following_line].strip()
    return (line, following_line, "") if stands_alone else (start, end, "")


def _next_line(text: str, place: int) -> int:
    """Where the line after that of a place begins."""
    rest = _REST_OF_LINE.match(text, place)
    return rest.end() if rest else place


def _rest(block: str) -> object:
    """All that front matter says but for its tags."""
    root = _composed(block)
    return [(_shape(key), _shape(value)) for key, value in root.value if key.value != "tags"] if root else None


def _shape(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return [(_shape(key), _shape(value)) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [_shape(item) for item in node.value]
    return node.tag, node.value
