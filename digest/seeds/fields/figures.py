"""Key figures: the amounts that an article turns on, each with the words that it stands in.

Money first, then what is counted (`31 Abrams tanks`), then what a thing can do (`range of 300 km`) and shares. Years,
dates, ages, numbers of types, articles and resolutions are none: a number counts only beside a word that tells of what.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from digest.model.article import Figure
from digest.seeds import data
from digest.seeds.words.phrase import phrase_around

MOST = 4
"""Figures of an article; more of them tell a reader nothing."""

_LEAST_MONEY = 500_000  # a price of something, not what a report is about
_LEAST_IN_WORDS = 3  # "two ships" are as often just two of the ships
_OPENING = 3  # paragraphs in which numbers in words are looked for: further down they count at random
_SPACE = " \xa0\u202f"

# It begins with what it looks for, a digit, and then looks back: so it is found ten times as fast.
_NUMBER = re.compile(
    rf"\d(?<![\d.,/’'].)(?<!\d[{_SPACE}].)"
    rf"(?:\d{{0,2}}(?:[{_SPACE}]\d{{3}})+(?![\d,.]\d)|\d{{0,2}}(?:[.,'’]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d*(?:[.,]\d+)?)"
)
_BETWEEN_AMOUNTS = ("to", "or", "bis", "till", "à")
_RANGE = re.compile(rf"(?:\s?[-–]\s?|\s(?:{'|'.join(_BETWEEN_AMOUNTS)})\s)(?:US)?[$€£]?(\d+(?:[.,]\d+)*)")
_WORD = re.compile(r"[^\W\d_]+")
_WITH_HYPHEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TOKEN = re.compile(r"[ \xa0\u202f-]\s?([^\W_][\w’'./&-]*)")
_PLURAL_TYPE = re.compile(r"[A-Z][\w/]*-\d+[A-Z]*s")  # F-35s
_CAPITALISED = re.compile(r"(?:^|\s)([A-ZÄÖÜÀ-Þ][\w.’'-]*)\s$")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")  # U.S.
_LETTER_AFTER = re.compile(r"\w|[-–]\d")
_NEXT = re.compile(r"\s?[-–]?\s?([^\W\d_]+|\S?)")  # the word, digit or sign behind a number


class _Forms(msgspec.Struct, frozen=True):
    """The tables of `figures.yaml`, made ready."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    scale: re.Pattern[str]
    unit: re.Pattern[str]
    per_cent: re.Pattern[str]
    signs_end: frozenset[str]  # the last characters of what stands before an amount
    tells_money: frozenset[str]  # words with which scales and money behind an amount begin
    tells_measure: frozenset[str]
    currency: dict[str, str]
    scales: dict[str, float]
    words: dict[str, float]
    nouns: dict[str, int]
    between: frozenset[str]
    openers: frozenset[str]
    measured: frozenset[str]
    shares: frozenset[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(re.split(r"[,\s]+", words))


def _one_of(names: Sequence[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _first_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_next_word(name, 0) for name in names)


@cache
def _forms() -> _Forms:
    table = data.amounts()
    before = [sign for signs in table.before.values() for sign in signs]
    after = [word for words in table.after.values() for word in words]
    scales = {**table.scales, **table.comma}
    currency = {sign: money for money, signs in table.before.items() for sign in signs}
    currency |= {word: money for money, words in table.after.items() for word in words}
    nouns = dict.fromkeys(_set(table.others), 1) | dict.fromkeys(_set(table.forces), 2)
    return _Forms(
        before=re.compile(rf"(?<![^\W_])({_one_of(before)})[{_SPACE}-]?$"),
        after=re.compile(rf"[{_SPACE}-]?(?:d[’']\s?|de\s|of\s)?({_one_of(after)})(?!\w)", re.I),
        scale=re.compile(rf"[{_SPACE}-]?({_one_of(list(scales))})(?!\w)", re.I),
        unit=re.compile(rf"[{_SPACE}]?(-?)({_one_of(table.units)})(?![\w/])", re.I),
        per_cent=re.compile(rf"[{_SPACE}-]?({_one_of(table.per_cent)})(?!\w)", re.I),
        signs_end=frozenset(sign[-1] for sign in before),
        tells_money=_first_words((*scales, *after, *_BETWEEN_AMOUNTS, "d", "de", "of")) | set("0123456789$€£"),
        tells_measure=_first_words((*table.units, *table.per_cent)),
        currency=currency,
        scales=scales,
        words=table.words,
        nouns=nouns | dict.fromkeys(_set(table.things), 3),
        between=_set(table.between),
        openers=_set(table.openers),
        measured=_set(table.measured),
        shares=_set(table.shares),
    )


class _Amount(msgspec.Struct, frozen=True):
    """A figure at `text[start:end]`: of what kind, how large, and what it is an amount of ("" for a mere count)."""

    start: int
    end: int
    kind: int  # 4 money, 3 to 1 counted things, forces and others, 0 measures and shares
    size: float
    of: str


def find_figures(title: str, body: Sequence[str]) -> tuple[Figure, ...]:
    """The few figures that matter, the weightiest first; each with at most 80 characters of the sentence around it."""
    best: dict[tuple[str, float], tuple[float, str, _Amount]] = {}
    for place, text in enumerate((title, *body)):
        for amount in _amounts(text, place <= _OPENING):
            weight = _weight(amount, place)
            if weight <= 0:
                continue
            key = _same(best, amount)
            known = best.get(key)
            if known is None:
                best[key] = (weight, text, amount)
            else:  # What a headline says is told at more length below it.
                told = (text, amount) if known[1] is title and place else known[1:]
                best[key] = (max(weight, known[0]), *told)
    chosen = sorted(best.values(), key=lambda found: -found[0])[:MOST]
    return tuple(
        Figure(_shown(text[amount.start : amount.end]), phrase_around(text, amount.start, amount.end))
        for _, text, amount in chosen
    )


def _shown(value: str) -> str:
    return re.sub(r"\s+", " ", value)


def _same(best: dict[tuple[str, float], tuple[float, str, _Amount]], amount: _Amount) -> tuple[str, float]:
    """The key of an amount that was found before, if this is the same: $606.8 million is $606,800,000."""
    kind = amount.of if amount.kind == 4 else "" if amount.kind else amount.of
    for of, size in best:
        if of == kind and math.isclose(size, amount.size, rel_tol=0.012 if amount.kind == 4 else 0):
            return of, size
    return kind, amount.size


def _weight(amount: _Amount, place: int) -> float:
    """How much a figure matters; 0 for one that is left out. `place` is 0 for the title, then the paragraph's."""
    near = (3.0, 3.0, 2.0, 1.0)[place] if place <= _OPENING else 0.0
    if amount.kind == 4:
        return 100 + 6 * near + math.log10(amount.size) if amount.size >= _LEAST_MONEY else 0
    if amount.size < 1:
        return 0
    if amount.kind == 0:
        return 1 + near if near else 0
    if not near and (amount.size < 20 or amount.kind < 3):
        return 0
    if amount.kind == 1 and amount.size < 10:
        return 0
    return 10 + 10 * near + 5 * amount.kind + min(math.log10(amount.size), 4)


def _amounts(text: str, in_words: bool) -> Iterator[_Amount]:
    forms = _forms()
    done = 0
    for match in _NUMBER.finditer(text):
        if match.start() >= done and not (_is_year(match.group()) and text[match.start() - 1 : match.start()] == " "):
            amount = _amount(text, match, forms)
            if amount:
                done = amount.end
                yield amount
    if not in_words or forms.words.keys().isdisjoint(text.lower().replace("-", " ").split()):
        return
    for match in _WITH_HYPHEN.finditer(text):
        size = _value_in_words(match.group().lower())
        if size is None or text[match.end() : match.end() + 1] not in (" ", "\xa0"):
            continue
        amount = _money_in_words(text, match, size)
        if amount is None:
            amount = _count(text, match.start(), match.end(), size)
            amount = amount if amount and amount.kind > 1 and amount.size >= _LEAST_IN_WORDS else None
        if amount:
            yield amount


def _amount(text: str, match: re.Match[str], forms: _Forms) -> _Amount | None:
    """What the number tells; what stands beside it says which of its forms are worth trying."""
    start, end = match.span()
    before = text[start - 1 : start]
    if before in _SPACES:
        before = text[start - 2 : start - 1]
    word = _next_word(text, end)
    amount = _money(text, match) if before in forms.signs_end or word in forms.tells_money else None
    return amount or _thing(text, match, word in forms.tells_measure)


def _next_word(text: str, end: int) -> str:
    """The word, digit or sign behind an amount, in lower case; "" at the end."""
    found = _NEXT.match(text, end)
    return found[1].lower() if found else ""


_SPACES = frozenset((*_SPACE, "-"))


def _thing(text: str, match: re.Match[str], may_measure: bool) -> _Amount | None:
    before = text[match.start() - 1 : match.start()]
    if before in ("-", "–", "_") or before.isalnum():  # F-16, PAC3
        return None
    amount = _count(text, match.start(), match.end(), _value(match.group(), ""))
    return amount or (_measure(text, match) if may_measure else None)


def _value(number: str, scale: str) -> float:
    """The number that is written: `1,648`, `1 872`, `2.500` and `1,5` before a scale of a language that writes so."""
    if number.isdigit():
        return float(number)
    digits = re.sub(rf"[{_SPACE}'’]", "", number)
    if re.search(r"[.,]\d+[.,]", digits):  # 1,234.5 or 1.234.567
        last = digits[max(digits.rfind("."), digits.rfind(",")) :]
        mixed = "." in digits and "," in digits
        whole = digits[: -len(last)] if mixed else digits
        return float(re.sub("[.,]", "", whole) + (f".{last[1:]}" if mixed else ""))
    head, point, tail = digits.partition("." if "." in digits else ",")
    english = scale and scale.lower() in data.amounts().scales
    if point and len(tail) == 3 and not (point == "." and english):
        return float(head + tail)
    return float(f"{head}.{tail or 0}")


def _value_in_words(word: str) -> float | None:
    """six, thirty-six; None for what is no number, as `five-year`"""
    words = _forms().words
    tens, _, units = word.partition("-")
    if not units:
        return words.get(word)
    return words[tens] + words[units] if words.get(tens, 0) >= 20 and 0 < words.get(units, 0) < 10 else None


def _money(text: str, match: re.Match[str]) -> _Amount | None:
    """$1.2 billion, €150bn, 150 billion euros, 1,5 Milliarden Euro, $40-50 million; with its conversion in brackets."""
    forms = _forms()
    start, end = match.span()
    sign = forms.before.search(text[max(0, start - 6) : start])
    scale = forms.scale.match(text, end)
    between = _RANGE.match(text, end)
    if between and not scale and (scale := forms.scale.match(text, between.end())):
        end = between.end()
    end = scale.end() if scale else end
    if sign:
        start -= len(sign.group())
        money = forms.currency[sign[1]]
    else:
        word = forms.after.match(text, end)
        if word is None or (scale is None and text[end : end + 1] == "-"):
            return None
        end = word.end()
        money = forms.currency.get(word[1].lower(), forms.currency.get(word[1], ""))
    if _LETTER_AFTER.match(text, end):
        return None
    name = scale[1].lower() if scale else ""
    size = _value(match.group(), name) * forms.scales.get(name, 1)
    return _Amount(start, _with_conversion(text, end), 4, size, money)


_CONVERSION = re.compile(r"\s?\((?:(?:about|some|approximately|around|roughly|nearly)\s)?([^()]{2,24})\)")


def _with_conversion(text: str, end: int) -> int:
    """Where an amount ends with the same in other money after it in brackets: `Dh5.8 billion ($1.58 billion)`."""
    found = _CONVERSION.match(text, end)
    if found is None:
        return end
    inner = found[1]
    number = _NUMBER.search(inner)
    is_money = number and (
        _forms().before.search(inner[: number.start()]) or _forms().after.search(inner, number.end())
    )
    return found.end() if is_money else end


def _money_in_words(text: str, match: re.Match[str], size: float) -> _Amount | None:
    """one billion euros, trois milliards d'euros"""
    forms = _forms()
    scale = forms.scale.match(text, match.end())
    if scale is None or len(scale[1]) < 4:
        return None
    word = forms.after.match(text, scale.end())
    if word is None:
        return None
    money = forms.currency.get(word[1].lower(), "")
    return _Amount(match.start(), word.end(), 4, size * forms.scales[scale[1].lower()], money)


def _count(text: str, start: int, end: int, size: float) -> _Amount | None:
    """31 Abrams tanks, 4,000 troops, 72 Australian F-35 joint strike fighter jets"""
    forms = _forms()
    token = _TOKEN.match(text, end)
    if token is None or _is_year(text[start:end]) or _is_of_a_name(text, start):
        return None
    scale = forms.scale.match(text, end) if _next_word(text, end) in forms.tells_money else None
    if scale and len(scale[1]) > 3:  # one million shells
        size *= forms.scales[scale[1].lower()]
        end = scale.end()
    kind, last, position, beyond = 0, end, end, 0
    for _ in range(8):
        token = _TOKEN.match(text, position)
        if token is None:
            break
        word = token[1].rstrip(".")
        found = forms.nouns.get(word.lower(), 0) or (3 if _PLURAL_TYPE.fullmatch(word) else 0)
        if found:  # 24 Eurofighter Typhoon fighter jets: the last noun of the row
            kind, last, beyond = found, token.start(1) + len(word), 0
        elif word.lower() in forms.between or (word.isdigit() and position > end):
            break
        else:
            beyond += 1
        if (kind and beyond > 2) or (token[1] != word and not _INITIALS.fullmatch(token[1])):
            break
        position = token.end()
    return _Amount(start, last, kind, size, "") if kind else None


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdigit() and 1900 <= int(number) <= 2100


def _is_of_a_name(text: str, start: int) -> bool:
    """Whether the word before a number makes it part of a name: `Leopard 2 tanks`, `Type 26 frigates`."""
    if not text[start].isdigit():
        return False
    above = text[max(0, start - 30) : start]
    last = above.split()[-1:]
    if not last or not last[0][0].isupper():
        return False
    before = _CAPITALISED.search(above)
    return before is not None and before[1].rstrip(".").lower() not in _forms().openers


def _measure(text: str, match: re.Match[str]) -> _Amount | None:
    """a range of 300 km, a 393-foot ship, 2% of GDP: only beside a word that tells of what"""
    forms = _forms()
    start, end = match.span()
    near = text[max(0, start - 50) : end + 50]
    share = forms.per_cent.match(text, end)
    if share:
        told = _has_word(near, forms.shares)
        return _Amount(start, share.end(), 0, _value(match.group(), ""), "%") if told else None
    unit = forms.unit.match(text, end)
    if unit is None or text[start - 1] == "(" or _is_of_a_name(text, start):  # in brackets: the same in other units
        return None
    if unit[1] or _has_word(near, forms.measured):
        return _Amount(start, unit.end(), 0, _value(match.group(), ""), unit[2].lower())
    return None


def _has_word(text: str, words: frozenset[str]) -> bool:
    return any(word.lower() in words for word in _WORD.findall(text))
