"""What a text says of its pictures."""

from __future__ import annotations

import pytest

from digest.check.alt_texts import DECORATION, NAMED, NO_PICTURE, UNNAMED, words_of
from digest.content.links import written_in


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("![](a/alt/map.png)", UNNAMED),
        ("![ ](map.png 'Title')", UNNAMED),
        ("![A [small] map](map.png)", NO_PICTURE),  # told by what the page shows, not by this
        (r"![A \] map](map.png)", NAMED),
        ("![](map.png){ .wide role=presentation }", DECORATION),
        ("![](map.png) {role}", UNNAMED),
        ("[](map.png)", NO_PICTURE),
        ('<img src="a/alt/map.png">', UNNAMED),
        ('<img src="map.png" title="the alt route">', UNNAMED),
        ('<img data-alt="x" src="map.png">', UNNAMED),
        ('<img alt="a > b" src="map.png">', NAMED),
        ("<IMG\nSRC=map.png ALT=x>", NAMED),
        ('\u0130stanbul <img src="map.png">', UNNAMED),  # its first letter has two in lower case
        ('<img src="map.png" alt>', DECORATION),
        ('<img alt=" " src="map.png">', DECORATION),
        ('<img src="map.png" role="none">', DECORATION),
        ('<img src="map.png" data-role="none">', UNNAMED),
        ('<img alt="x" src="other"> <a href="map.png">', NO_PICTURE),
    ],
)
def test_pictures_with_and_without_words(text: str, state: str) -> None:
    (one,) = [one for one in written_in(text) if one.address.endswith("map.png")]
    assert words_of(text, one) == state
