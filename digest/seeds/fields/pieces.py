"""Evidence of who published a text: what the lines of its page say, each piece with a name and a weight."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from digest.seeds import data
from digest.seeds.label.lines import Lines
from digest.seeds.words.byline import may_be_author
from digest.seeds.words.folding import folded
from digest.seeds.words.lexicon import Lexicon
from digest.seeds.words.outlets import HOST, is_known_outlet, is_section, outlet
from digest.seeds.words.publisher_names import domain_label, is_domain, is_everyday, is_nobody, tidy_name
from digest.seeds.words.sieve import Sieve


class Piece(msgspec.Struct, frozen=True):
    """What one line tells: `name` as it stands there, by which `kind` of evidence, and its weight (eight are enough).

    `says` is the reason that an editor is told if nothing else bears the name out. `ambiguous` where the line may as
    well name somebody or something else, so that it only bears out other evidence. What one `line` says in two ways is
    one piece; 0 where it is none's in particular.
    """

    name: str
    kind: str
    weight: int
    says: str
    ambiguous: bool = False
    line: int = 0


def piece_of(kind: str, name: str, lexicon: Lexicon, line: int = 0, *, ambiguous: bool = False) -> Piece:
    """What a kind of evidence tells for a name."""
    table = data.evidence()[kind]
    known = bool(table.known) and is_known_outlet(name, lexicon)
    return Piece(name, kind, table.known if known else table.weight, table.says, ambiguous, line)


_WORD = r"[\w&’'®-]{0,30}(?:\.[\w-]{1,20}){0,3}"
_CAPITALISED = (
    rf"(?:(?:[A-Z]\.){{2,4}}|[A-ZÀ-ÞČŁŚŠŽİА-ЯЁІЇЄҐ]{_WORD}|\d{{1,3}}[A-Za-z]{_WORD}|[a-z]{{1,2}}[A-Z]{_WORD})"
)
_JOINT = r"(?:of\sthe|of|de|del|des|du|la|le|do|da|and|&|y|et|und|der|für|i|і|и|та|e|och|og)"
_IN_LOWER_CASE = r"(?:(?<=[а-яёіїєґ])\s[а-яёіїєґ’']{3,20}(?=\W*$))?"  # `Лісова газета`
NAME = rf"(?-i:(?<!\w){_CAPITALISED}(?:\s(?:{_JOINT}\s)?{_CAPITALISED}){{0,5}}{_IN_LOWER_CASE})"

_NOTICE = 300  # characters of a line that is a page's notice
_MOST = 4  # matches of one form in a line


_PLACES = re.compile(r"\(\?:HOST\|NAME\)|HOST|NAME|OUTLET|\(\?P=name\)")


class _Form(msgspec.Struct, frozen=True):
    kind: str
    pattern: re.Pattern[str]


@cache
def _forms() -> tuple[Sieve, tuple[_Form, ...]]:
    forms = [(kind, form) for kind, table in data.evidence().items() for form in table.forms]
    sieve = Sieve([_PLACES.sub(r"\\S.*", form).replace("?P<name>", "?:") for _, form in forms])
    site, name, known = f"(?P<name>{HOST}|{NAME})", f"(?P<name>{NAME})", f"(?P<outlet>{NAME}(?:/{NAME})*)"
    return sieve, tuple(
        _Form(
            kind,
            re.compile(form.replace("(?:HOST|NAME)", site).replace("NAME", name).replace("OUTLET", known), re.I),
        )
        for kind, form in forms
    )


def pieces_of(lines: Lines, lexicon: Lexicon) -> Iterator[Piece]:
    """What the lines tell, whatever became of them: a notice that was removed tells as much as one that was kept."""
    sieve, forms = _forms()
    table = data.evidence()
    everyday = frozenset(word for line in lines for word in _LOWER.findall(line.text))
    for line in lines:
        if not line.text:
            continue
        is_notice = len(line.text) <= _NOTICE
        for place in sieve.candidates(line.text):
            form = forms[place]
            kind = table[form.kind]
            if is_notice or kind.prose:
                for name in _names(form.pattern, line.text, lexicon):
                    is_person = kind.persons and may_be_author(name, lexicon)
                    is_word = name[0].isupper() and name.casefold() in everyday
                    unclear = (is_person or is_word) and not is_known_outlet(name, lexicon)
                    yield piece_of(form.kind, name, lexicon, line.number, ambiguous=unclear or is_everyday(name))


# What the lines have in lower case too names nobody by itself.
_LOWER = re.compile(r"(?<![\w.@/-])[^\W\d_A-ZÀ-Þ]\w+(?![\w.@/-])")


def _names(pattern: re.Pattern[str], text: str, lexicon: Lexicon) -> Iterator[str]:
    for n, match in enumerate(pattern.finditer(text)):
        if n == _MOST:
            return
        found = match.groupdict()
        name = tidy_name(found.get("name") or "") or outlet(found.get("outlet") or "", lexicon)
        if found.get("name") and text.startswith("The ", match.start("name") - 4):
            name = f"The {name}"
        if name and may_publish(name, lexicon):
            yield name


def may_publish(name: str, lexicon: Lexicon) -> bool:
    """Whether a name that stands where a publisher's does may be one: no section, and no word of a menu."""
    words = name.casefold().split()
    return is_known_outlet(name, lexicon) or not (
        is_nobody(name)
        or is_section(name, lexicon)
        or all(word in lexicon.section_words or word in data.outlets().tails for word in words)
        or not any(c.isalpha() for c in words[0])
        or words[0] in data.words().calls
        or any(c.isdigit() for c in name if len(words) > 4)
    )


_DOTTED = re.compile(r"\.[A-Za-z]{2}")  # most lines have none
_AT = re.compile(r"@((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12})\b", re.I)
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12})\b|(?<![\w@./-])((?:[a-z0-9-]{2,40}\.)"
    r"(?:com|org|net|co\.uk|de|fr|es|it|se|no|dk|fi|nl|at|ch|ca|au|com\.au|co\.za|eu|info|news|tv|gov|mil))\b(?![\w.@-])",
    re.I,
)


def hosts_in(lines: Lines, lexicon: Lexicon) -> Iterator[Piece]:
    """The hosts of mail addresses and links, where they are a publisher's own, as the lines spell them."""
    text = "\n".join(line.text for line in lines)
    links: dict[str, str] = {}
    count: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        if not _DOTTED.search(line.text):
            continue
        if "@" in line.text:
            for mail in _AT.finditer(line.text):
                if domain_label(mail[1]) not in data.outlets().hosts_of_others:
                    yield piece_of("host/mail", _spelled(mail[1].casefold(), text), lexicon)
        for found in _ADDRESS.finditer(line.text):
            host = (found[1] or found[2]).casefold().removeprefix("www.")
            label = domain_label(host)
            if label not in data.outlets().hosts_of_others:
                links.setdefault(label, host)
                count[label].add(line.text)
    for label, host in links.items():
        kind = "host/link" if len(count[label]) == 1 else "host/links"
        yield piece_of(kind, _spelled(host, text), lexicon)


_SHORTEST = 3  # letters of a host that spell a name
_BETWEEN = r"[ &’'.-]{0,3}"


def _spelled(host: str, text: str) -> str:
    """The name that a host is made of, as the text spells it most often (`Alder Times` for `aldertimes.com`); else the
    host."""
    letters = domain_label(host)
    name = rf"(?<![\w@./-])(?:The )?{_BETWEEN.join(map(re.escape, letters))}(?![\w@/-]|\.\w)"
    found = Counter(match for match in re.findall(name, text, re.I) if not match[0].islower())
    return max(found, key=lambda name: found[name]) if found and len(letters) >= _SHORTEST else host


_RECURS = 3  # lines
_TWICE = 2  # the same line, at the top and at the foot


def recurring(lines: Lines, names: Iterable[str], lexicon: Lexicon) -> Iterator[Piece]:
    """Which of these names recur in lines that were left out."""
    kinds = ("boilerplate", "caption", "source")
    removed = Counter(line.text for line in lines if line.kind in kinds and len(line.text) <= _NOTICE)
    if len(removed) < _RECURS:
        return
    texts = [(f" {folded(text)} ", text, min(count, _TWICE)) for text, count in removed.items()]
    for name in names:
        words = f" {folded(domain_label(name) if is_domain(name) else name).removeprefix('the ')} "
        shown = sum(count for folds, text, count in texts if words in folds and (" " in name or name in text))
        if shown >= _RECURS:
            yield piece_of("masthead/recurs", name, lexicon, ambiguous=True)
