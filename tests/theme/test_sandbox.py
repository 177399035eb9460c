"""A template may be a stranger's: it reaches nothing but its page, and ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.theme import limits
from tests.sites import CONFIG, article, build, make_site, page, problems_of

ESCAPES = [
    "{{ cycler.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ page.__class__ }}",
    "{{ page['__class__'] }}",
    "{{ page|attr('__class__') }}",
    "{{ ['x']|map(attribute='__class__')|first }}",
    "{{ '{0.__class__}'.format(page) }}",
    "{{ '{0.__class__}'.format_map({'0': page}) }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ page.day.__reduce__() }}",
    "{{ page.cards.append(1) }}",
    "{{ page.url.__len__ }}",
    "{% set x = {} %}{{ x.update({'a': 1}) }}",
    "{{ (page.title|link).__class__ }}",
    "{{ dict.__base__ }}",
]
BOMBS = [
    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999999) %}{% endfor %}",
    "".join(f"{{% for a{n} in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}}" for n in range(12)) + "{% endfor %}" * 12,
    "{% for a in [1, 2] recursive %}{% if loop.depth < 60 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}",
    "{{ 'x' * 999999999 }}",
    "{{ 999999999 * 'x' }}",
    "{{ [1] * 999999999 }}",
    "{{ 9 ** 999999999 }}",
    "{{ 'x'.ljust(999999999) }}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% macro a(n) %}{% if n %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(60) }}",
    "{{ 'x'|center(999999999) }}",
    "{{ 'x'|indent(999999999, first=true) }}",
    "{{ [1]|batch(999999999, 'x')|list }}",
    "{{ [1]|slice(999999999)|list }}",
    "{{ '%999999999d'|format(1) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '%*d' % (999999999, 1) }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ '{:{}}'.format(1, 999999999) }}",
    "{{ ('x' * 99999)|replace('x', 'y' * 99999) }}",
    "{{ ('x' * 99999).replace('x', 'y' * 99999) }}",
    "{{ ('x' * 99999)|join('y' * 99999) }}",
    "{{ ('y' * 99999).join('x' * 99999) }}",
    "{{ ('\t' * 99999).expandtabs(99999) }}",
    "{{ range(99999)|map('string')|map('center', 99999)|join }}",
    "{% set n = namespace(x='a') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='a') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x|string }}",
    "{% set n = namespace(x='a') %}{% for a in range(60) %}{% set b %}{{ n.x }}{{ n.x }}{% endset %}"
    "{% set n.x = b %}{% endfor %}",
    "{% for a in range(4000) %}{{ page.title * 9999 }}{{ page.title * 99999 }}{% endfor %}",
]


def with_template(folder: Path, text: str) -> Path:
    template = f'{{% extends "default/404.html" %}}{{% block main %}}{text}{{% endblock %}}'
    files = {"content/a.md": article(), "themes/mine/templates/404.html": template}
    return make_site(folder, files, f"{CONFIG}theme: mine\n")


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_reaches_nothing_but_its_page(tmp_path: Path, text: str) -> None:
    site = with_template(tmp_path, text)
    (problem,) = problems_of(site)
    assert problem.startswith("themes/mine/templates/404.html:1: ")
    assert not (site / "output").exists()


@pytest.mark.parametrize("text", BOMBS)
def test_a_template_ends(tmp_path: Path, text: str) -> None:
    (problem,) = problems_of(with_template(tmp_path, text))
    assert problem.startswith(
        ("themes/mine/templates/404.html:1: ", "themes/mine/templates/404.html: this page makes more")
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ page.title.upper() }}", "PAGE NOT FOUND"),
        ("{{ '{} and {}'.format(page.title, 1) }}", "Page not found and 1"),
        ("{{ 3 * 4 }} {{ 'ab' * 2 }} {{ 2 ** 10 }}", "12 abab 1024"),
        ("{% for key, value in {'a': 1}.items() %}{{ loop.index }}{{ key }}{{ value }}{% endfor %}", "1a1"),
        ("{{ page.root }}{{ page.url }}|{{ page['title'] }}", "404.html|Page not found"),
        (
            "{{ site.options.title is defined }} {{ page.titel is defined }} {{ page.year|default('-') }}",
            "False False -",
        ),
        (
            "{% for n in range(3) %}{{ loop.index }}/{{ loop.length }}{{ '' if loop.last else ', ' }}{% endfor %}",
            "1/3, 2/3, 3/3",
        ),
        ("{% set t %}a{{ '<' }}{% endset %}{{ t }}{{ t ~ '>' }}", "a&lt;a&lt;&gt;"),
        ("{% macro m(x) %}[{{ x }}{{ '&' }}]{% endmacro %}{{ m('<') }}", "[&lt;&amp;]"),
        ("{% autoescape false %}{{ '<b>' }}{{ '<i>' }}{% endautoescape %}{{ '<u>' }}", "<b><i>&lt;u&gt;"),
        ("[{{ {'a': 1}.b }}{{ {}['a'].b.c }}{% if {}.a %}x{% endif %}{{ {}.a is defined }}]", "[False]"),
        ("{{ {'title': 'x', 'day': 1}.title }} {{ dict(url='y').url }}", "x y"),
        ("{% for n in range(3) if n %}{{ n }}{% else %}none{% endfor %}", "12"),
        ("{% for one in [[1, [2]]] recursive %}{{ one if one is number else loop(one) }}{% endfor %}", "12"),
        ("{{ 'a' ~ 1 ~ '<b>' }} {{ '%s-%05.2f' % ('a', 3.14159) }} {{ '%s'|format('<') }}", "a1&lt;b&gt; a-03.14 &lt;"),
        ("{{ 'a b'|replace('a', 'c') }} {{ ['x', 'y']|join(', ') }} {{ 'x'|center(3) }}|", "c b x, y  x |"),
        ("{{ [1] + [2] }} {{ 'a' + 'b' }} {{ 'Ab'|lower }} {{ [3, 1]|sort|first }}", "[1, 2] ab ab 1"),
        ("{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x }}", "2"),
    ],
)
def test_what_templates_do_goes_on(tmp_path: Path, text: str, shown: str) -> None:
    site = with_template(tmp_path, text)
    build(site)
    assert shown in page(site, "404.html")


def test_after_a_page_that_took_too_much_no_other_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TURNS", 5000)
    turns = "{% for a in range(99999) %}{% endfor %}"
    template = f'{{% extends "default/base.html" %}}{{% block footer_text %}}{turns}{{% endblock %}}'
    site = make_site(
        tmp_path, {"content/a.md": article(), "themes/mine/templates/base.html": template}, f"{CONFIG}theme: mine\n"
    )
    (problem,) = problems_of(site)
    assert problem.startswith("themes/mine/templates/base.html:1: this page takes more than 5,000 turns")


@pytest.mark.parametrize("text", ["{{ " + "9" * 6000 + " }}", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"])
def test_what_python_cannot_read_is_told(tmp_path: Path, text: str) -> None:
    (problem,) = problems_of(with_template(tmp_path, text))
    assert problem.startswith("themes/mine/templates/404.html:1: template error: ")
