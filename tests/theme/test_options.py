"""What a site can choose of the default theme."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from digest.theme.chain import shipped_themes
from tests.sites import CONFIG, article, build, make_site, page, warnings_of
from tests.test_docs import THEMES, rows

PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'/>"
OPTIONS = {
    "line: Since 2022": "Since 2022</p>",
    "footer: Free to reprint": "<p>Free to reprint</p>",
    "logo: logo.svg": '<img class="logo" src="logo.svg" alt="Test Digest">',
    "accent: '#0b5345'": "--accent: #0b5345;",
    "accent_dark: '#a3e4d7'": "dark) { :root { --accent: #a3e4d7 } }",
    "text_font: '\"Noto Serif\", serif'": '--text: "Noto Serif", serif;',
    "label_font: Verdana": "--label: Verdana;",
    "accent: 'red; } </style><script>'": "--accent: red  /stylescript;",
}


def site_with(tmp_path: Path, option: str) -> Path:
    files = {
        "content/a.md": article(tags="[Oak]", figures="[{value: €1, about: cost}]", thread="shells"),
        "content/logo.svg": PICTURE,
    }
    site = make_site(tmp_path, files, CONFIG + f"theme_options: {{{option}}}\n")
    build(site)
    return site


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_changes_the_front_page(tmp_path: Path, option: str) -> None:
    assert OPTIONS[option] in page(site_with(tmp_path, option), "")


def test_boxes_of_the_front_page(tmp_path: Path) -> None:
    boxes = {"figures": "Figures of the day", "stories": "Running stories</h2>", "topics": "In the news"}
    for name, heading in boxes.items():
        text = page(site_with(tmp_path, f"boxes: [{name}]"), "")
        assert [one for one in boxes.values() if one in text] == [heading]


def test_sections_lead_to_tags_and_one_that_no_article_has_is_told(tmp_path: Path) -> None:
    site = make_site(
        tmp_path, {"content/a.md": article(tags="[Air defence]")}, CONFIG + "sections: [air-defence, Oka]\n"
    )
    fact = "'Oka' in 'sections' is a tag of no article: it is left out."
    assert [problem for problem in warnings_of(site) if fact in problem]
    assert '<li><a href="../tags/air-defence/">Air defence</a></li>' in page(site, "archive/")
    assert ">Oka<" not in page(site, "archive/")


def test_the_guide_names_every_option() -> None:
    told = [name for names in rows(THEMES, "The default theme") for name in names.split("`, `")]
    about = yaml.safe_load((shipped_themes() / "default/theme.yaml").read_text(encoding="utf-8"))
    assert sorted(told) == sorted(about["options"])
