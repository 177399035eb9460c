"""Evidence of who published a text: what the lines of its page say, each piece with a name and a weight."""

from __future__ import annotations

import re
from collections import defaultdict
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
    well name somebody or something else, so that it only bears out other evidence.
    """

    name: str
    kind: str
    weight: int
    says: str
    ambiguous: bool = False


_WORD = r"[\w&’'®-]{0,30}(?:\.[\w-]{1,20}){0,3}"
_CAPITALISED = rf"(?:[A-ZÀ-ÞČŁŚŠŽİА-ЯЁІЇЄҐ]{_WORD}|\d{{1,3}}[A-Za-z]{_WORD}|[a-z]{{1,2}}[A-Z]{_WORD})"
_JOINT = r"(?:of\sthe|of|the|de|del|des|du|la|le|do|da|and|&|y|et|und|der|für)"
NAME = rf"(?-i:(?<!\w){_CAPITALISED}(?:\s(?:{_JOINT}\s)?{_CAPITALISED}){{0,5}})"

_NOTICE = 300  # characters of a line that is a page's notice
_MOST = 4  # matches of one form in a line


class _Form(msgspec.Struct, frozen=True):
    kind: str
    pattern: re.Pattern[str]


@cache
def _forms() -> tuple[Sieve, tuple[_Form, ...]]:
    forms = [(kind, form) for kind, table in data.evidence().items() for form in table.forms]
    sieve = Sieve([re.sub(r"\(\?:HOST\|NAME\)|HOST|NAME|OUTLET", r"\\S", form) for _, form in forms])
    site, name, known = f"(?P<name>{HOST}|{NAME})", f"(?P<name>{NAME})", f"(?P<outlet>{NAME})"
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
    for line in lines:
        if not line.text:
            continue
        is_notice = len(line.text) <= _NOTICE
        for place in sieve.candidates(line.text):
            form = forms[place]
            kind = table[form.kind]
            if is_notice or kind.prose:
                for name in _names(form.pattern, line.text, lexicon):
                    known = is_known_outlet(name, lexicon)
                    unclear = kind.persons and not known and may_be_author(name, lexicon)
                    yield Piece(name, form.kind, kind.weight, kind.says, unclear or is_everyday(name))


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
    return not (
        is_nobody(name)
        or is_section(name, lexicon)
        or all(word in lexicon.section_words or word in data.outlets().tails for word in words)
        or not any(c.isalpha() for c in words[0])
        or words[0] in data.words().calls
        or any(c.isdigit() for c in name if len(words) > 4)
    )


_DOTTED = re.compile(r"\.[A-Za-z]{2}")  # most lines have none
_AT = re.compile(r"@((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,6})\b", re.I)
_ADDRESS = re.compile(
    r"(?:https?://|\bwww\.)((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,6})\b|(?<![\w@./-])((?:[a-z0-9-]{2,40}\.)"
    r"(?:com|org|net|co\.uk|de|fr|es|it|se|no|dk|fi|nl|at|ch|ca|au|com\.au|co\.za|eu|info|news|tv|gov|mil))\b(?![\w.@-])",
    re.I,
)


def hosts_in(lines: Lines) -> Iterator[Piece]:
    """The hosts of mail addresses and links, where they are a publisher's own."""
    links: dict[str, str] = {}
    count: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        if not _DOTTED.search(line.text):
            continue
        if "@" in line.text:
            for mail in _AT.finditer(line.text):
                if domain_label(mail[1]) not in data.outlets().hosts_of_others:
                    yield Piece(mail[1].casefold(), "host/mail", 5, "an address of mail is its own")
        for found in _ADDRESS.finditer(line.text):
            host = (found[1] or found[2]).casefold().removeprefix("www.")
            label = domain_label(host)
            if label not in data.outlets().hosts_of_others:
                links.setdefault(label, host)
                count[label].add(line.text)
    for label, host in links.items():
        yield Piece(host, "host/link", 3 if len(count[label]) == 1 else 4, "addresses in the text lead to it")


_RECURS, _RECURS_OFTEN = 3, 6  # lines


def recurring(lines: Lines, names: Iterable[str]) -> Iterator[Piece]:
    """Which of these names recur in different lines that were left out."""
    removed = {line.text for line in lines if line.kind in ("boilerplate", "caption") and len(line.text) <= _NOTICE}
    if len(removed) < _RECURS:
        return
    texts = [f" {folded(text)} " for text in removed]
    for name in names:
        words = f" {folded(domain_label(name) if is_domain(name) else name)} "
        count = sum(words in text for text in texts)
        if count >= _RECURS:
            yield Piece(name, "recurs", 5 if count >= _RECURS_OFTEN else 4, "its name recurs on the page")
