"""Tags are found as whole words, the longest name first, the most telling kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.seeds import data
from digest.seeds.fields.tagging import MOST, find_tags
from digest.seeds.words.gazetteer import Gazetteer, gazetteer_of, shipped, words_of
from digest.seeds.words.lexicon import SHIPPED
from digest.seeds.words.mentions import find_mentions, mentions
from digest.settings.vocabulary import Tag, Vocabulary


def site(banned: frozenset[str] = frozenset(), **tags: Tag) -> Gazetteer:
    return gazetteer_of(Vocabulary({name.replace("_", " "): tag for name, tag in tags.items()}, banned))


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("NATO met.", ["NATO"]),
        ("The North Atlantic Alliance met.", ["NATO"]),
        ("Ukraine's ports", ["Ukraine"]),
        ("UKRAINE", ["Ukraine"]),
        ("the U.S. Army and the US Navy", ["US Army", "US Navy"]),
        ("the US and the U.S. today", ["United States", "United States"]),
        ("missiles, a Missile", ["Missiles", "Missiles"]),
        ("Secretary General Jens Stoltenberg", ["Jens Stoltenberg"]),
        ("Secretary General Stoltenberg", ["Jens Stoltenberg"]),
        ("let us go; the patriot; a javelin thrower; naton; eu; the congress of mayors", []),
        ("the Indian Navy and India's navy", ["Indian Navy", "Indian Navy"]),
        ("Ministère des Armées; ministère des Armées", ["French Ministry of the Armed Forces"] * 2),
        ("die Bundeswehr, der Ukraine-Krieg, las Fuerzas Armadas, Försvarsmakten",
         ["Bundeswehr", "War in Ukraine", "Spanish Armed Forces", "Swedish Armed Forces"]),
        ("Recep Tayyip Erdoğan; Recep Tayyip Erdogan", ["Recep Tayyip Erdoğan"] * 2),
        ("defense spending and defence spending", ["Defence spending"] * 2),
    ],
)  # fmt: skip
def test_mentions(text: str, tags: list[str]) -> None:
    assert list(mentions(text)) == tags


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        *((text, "F-35") for text in ("F-35", "F-35A", "F-35s", "F35", "F-35 Lightning", "an F‑35B")),
        ("Su-34M", "Su-34"),
        ("MiG-29s", "MiG-29"),
        ("Il-76MD", "Il-76"),
        ("a Tu-95MS", "Tu-95"),
        ("155 mm", "Ammunition"),
        ("155mm", "Ammunition"),
        ("155-millimetre", "Ammunition"),
        ("155-millimeter", "Ammunition"),
        ("Type 26", "Type 26"),
        ("Leopard 2A7V", "Leopard 2"),
        ("M1A2 SEPv3", "M1 Abrams"),
        ("AIM-120C", "AMRAAM"),
        ("S-400", "S-400"),
        ("MQ-9B", "MQ-9 Reaper"),
        ("CVN 76", "USS Ronald Reagan"),
        ("USS Mason", "USS Mason"),
        ("HMAS Example", "HMAS Example"),
        ("Operation Example", "Operation Example"),
    ],
)
def test_designations_stand_for_their_variants(text: str, tag: str) -> None:
    assert next(mentions(f"It is {text}.")) == tag


@pytest.mark.parametrize("text", ["RF-35", "F-351", "S-4000", "Type 260", "1155 mm", "Nigerians ate", "Malice"])
def test_a_part_of_a_word_or_a_number_is_no_designation(text: str) -> None:
    assert not {"F-35", "S-400", "Type 26", "Ammunition", "Niger", "Mali"} & set(mentions(text))


@pytest.mark.parametrize(
    ("text", "tag", "other"),
    [
        ("South Korea", "South Korea", "North Korea"),
        ("South Sudan", "South Sudan", "Sudan"),
        ("Papua New Guinea", "Papua New Guinea", "Guinea"),
        ("the Russian Ministry of Defence", "Russian Ministry of Defence", "UK Ministry of Defence"),
        ("a ballistic missile", "Ballistic missiles", "Missiles"),
        ("HMS Prince of Wales", "HMS Prince of Wales", "Wales"),
        ("the Gerald R. Ford Carrier Strike Group", "USS Gerald R. Ford", "Carrier strike groups"),
    ],
)
def test_the_longest_name_wins(text: str, tag: str, other: str) -> None:
    assert list(mentions(text)) == [tag]
    assert other != tag


@pytest.mark.parametrize(
    ("text", "there", "tag"),
    [
        ("NATO agreed. The ministers of the Alliance spoke.", True, "NATO"),
        ("The farmers of the Alliance spoke.", False, "NATO"),
        ("The European Union met, and the bloc agreed.", True, "European Union"),
        ("A member of the bloc spoke.", False, "European Union"),
        ("The US Congress voted. Then Congress rose.", True, "US Congress"),
        ("Tbilisi, Georgia", True, "Georgia"),
        ("It was built in Marietta, Georgia.", False, "Georgia"),
        ("King Abdullah spoke in Jordan.", True, "Jordan"),
        ("Michael Jordan spoke.", False, "Jordan"),
        ("Ann Jordan spoke.", False, "Jordan"),
        ("A Patriot battery", True, "Patriot"),
        ("A Patriot in every town", False, "Patriot"),
        ("An Archer howitzer", True, "Archer"),
        ("Ann Archer spoke", False, "Archer"),
        ("Ten Boxer vehicles", True, "Boxer"),
        ("A Boxer dog", False, "Boxer"),
        ("The Harpoon missile", True, "Harpoon"),
        ("The Harpoon is a pub", False, "Harpoon"),
        ("Defense Secretary Robert Gates spoke, and Gates left.", True, "Robert Gates"),
        ("Secretary Gates left.", True, "Robert Gates"),
        ("The Gates were shut.", False, "Robert Gates"),
        ("On May 5", False, "Theresa May"),
        ("Charles Q. Brown spoke", True, "Charles Q. Brown"),
        ("Mr Brown spoke", False, "Charles Q. Brown"),
        ("the Washington Post", False, "United States"),
        ("Turkey", True, "Turkey"),
        ("They ate turkey.", False, "Turkey"),
        ("In Mali, Gao was taken.", True, "Gao"),
        ("The GAO wrote a report.", False, "Gao"),
        ("In Mali, the GAO, the Government Accountability Office, wrote.", False, "Gao"),
        ("In the Philippines the AFP trained.", True, "Armed Forces of the Philippines"),
        ("AFP reported from Lyon.", False, "Armed Forces of the Philippines"),
        ("The frigate lay at Portsmouth.", True, "HMNB Portsmouth"),
        ("The frigate lay at Portsmouth, Virginia.", False, "HMNB Portsmouth"),
        ("The submarine was built at Barrow.", True, "Barrow-in-Furness"),
        ("Ann Barrow saw the submarine.", False, "Barrow-in-Furness"),
        ("They sailed to Aden.", True, "Aden"),
        ("Aden Example spoke.", False, "Aden"),
        ("A Hamas office", False, "Hama province"),
        ("La réunion du conseil", False, "Réunion Island"),
        ("In Baghdad they left the Green Zone.", True, "Green Zone"),
        ("The bus crossed the Green Zone.", False, "Green Zone"),
        ("A fighter of the squadron took off.", True, "Fighter aircraft"),
        ("A fighter was wounded.", False, "Fighter aircraft"),
        ("The tank fired.", True, "Tanks"),
        ("The storage tank leaked.", False, "Tanks"),
        ("A flight test of the ballistic missile", True, "Missile test"),
        ("A flight test of the aeroplane", False, "Missile test"),
        ("The frigate will be commissioned.", True, "Ship commissioning"),
        ("A commissioned officer saw the frigate.", False, "Ship commissioning"),
        ("The pirate fled from the ship.", True, "Piracy"),
        ("A pirate copy", False, "Piracy"),
        ("A medal was given.", True, "Military decorations"),
        ("A gold medal was won.", False, "Military decorations"),
        ("F-16 jets took part in Red Flag.", True, "Red Flag exercise"),
        ("The delay was a red flag for the F-16.", False, "Red Flag exercise"),
        ("Troops trained in Egypt for Bright Star.", True, "Exercise Bright Star"),
        ("A bright star stood over Egypt.", False, "Exercise Bright Star"),
        ("A Jackal of the British Army", True, "Jackal"),
        ("A Jackal howled.", False, "Jackal"),
        ("USNS Mercy sailed, and Mercy returned.", True, "USNS Mercy"),
        ("Mercy was shown.", False, "USNS Mercy"),
        ("The Excalibur artillery round", True, "Excalibur"),
        ("The sword Excalibur", False, "Excalibur"),
        ("The missile flew, said the Rodong Sinmun.", False, "Nodong"),
        ("A Rodong missile flew.", True, "Nodong"),
        ("A Javelin missile was fired.", True, "Javelin"),
        ("Javelin and discus were won by a student.", False, "Javelin"),
        ("Stinger bees were counted.", False, "Stinger"),
        ("An Abrams tank", True, "M1 Abrams"),
        ("Ann Abrams made a film.", False, "M1 Abrams"),
        ("Dassault builds the Rafale F5.", False, "F-5"),
        ("An F-5 took off.", True, "F-5"),
        ("Foreign direct investment (FDI) grew.", False, "FDI"),
        ("The FDI is a frigate.", True, "FDI"),
        ("President Abdel Fattah al-Sisi saw the missile.", False, "Fateh-110"),
        ("Die Damen siegten im Finale.", False, "Damen"),
        ("Die Werft Damen baut die Fregatte.", True, "Damen"),
        ("Bombardier Doe was honoured.", False, "Bombardier"),
        ("Tyndall lies near Panama City, Florida.", False, "Panama"),
        ("It was built in Marietta, Georgia.", True, "US state of Georgia"),
        ("Tbilisi, Georgia", False, "US state of Georgia"),
    ],
)
def test_a_name_that_may_be_something_else_needs_its_condition(text: str, there: bool, tag: str) -> None:
    assert (tag in mentions(text)) is there


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Example's capital was hit, says the Air Force of Ukraine.", ["Ukrainian Air Force", "Ukraine"]),
        ("The Royal Navy sailed. Later the Navy returned.", ["Royal Navy"] * 2),
        ("The Indian Navy and the Royal Navy sailed. The Navy returned.", ["Indian Navy", "Royal Navy"]),
        ("In Estonia, in Tallinn, the Ministry of Defence spoke.", ["Estonia"] * 2 + ["Estonian Ministry of Defence"]),
        ("Sweden and Ukraine met. The Air Force spoke.", ["Sweden", "Ukraine"]),
        ("The Army was asked in Peru.", ["Peru"]),
        (
            "Seoul is in South Korea. The Joint Chiefs of Staff saw it.",
            ["South Korea"] * 2 + ["South Korean Armed Forces"],
        ),
        ("Chile is Chilean: the Armada bought a frigate.", ["Chile", "Chile", "Chilean Navy", "Frigates"]),
        (
            "Germany, Germany, and the Royal Navy came. The Navy left.",
            ["Germany", "Germany", "Royal Navy", "Royal Navy"],
        ),
        ("The Pentagon spoke, and the Salvation Army sang.", ["US Department of Defense"]),
        ("The Pentagon spoke, and the Example Army sang.", ["US Department of Defense"]),
        ("The Pentagon spoke, and the Marines went.", ["US Department of Defense", "US Marine Corps"]),
        ("Peru, Peruvian: the Coast Guard sailed.", ["Peru", "Peru"]),
        ("A soldier wrote from Iraq, Army Capt. Ann Doe.", ["Iraq"]),
    ],
)
def test_a_force_is_that_of_the_country_whose_text_it_is(text: str, tags: list[str]) -> None:
    assert sorted(mentions(text)) == sorted(tags)


def test_the_title_says_whose_a_text_is() -> None:
    assert find_tags("Norway buys frigates", ["The Navy waited long."], SHIPPED) == (
        "Norway",
        "Frigates",
        "Royal Norwegian Navy",
    )


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("The Carrier Strike Group (CSG) sailed; the CSG returned.", {"Carrier strike groups"}),
        ("CSG makes ammunition.", {"Czechoslovak Group", "Ammunition"}),
        ("The Islamic Revolution Guard Corps (IRGC) spoke.", {"Islamic Revolutionary Guard Corps"}),
        ("The United Nations (UN) met.", {"United Nations"}),
    ],
)
def test_an_acronym_means_what_the_text_says_it_does(text: str, tags: set[str]) -> None:
    assert set(mentions(text)) == tags


def test_a_ship_is_meant_by_its_bare_name() -> None:
    assert list(mentions("USS Florida sailed. Florida fired missiles.")) == ["USS Florida"] * 2 + ["Missiles"]


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("The Iranian-made drone fell.", {"Iran"}),
        ("A Norwegian defence firm won.", {"Norway"}),
        ("The Norwegian government won.", set()),
        ("Norway, Poland, Spain and the Netherlands voted.", {"Norway", "Poland", "Spain", "Netherlands"}),
        ("Norway, Poland and Spain voted.", set()),
        ("The 1st Air Refueling Wing moved.", {"Tanker aircraft"}),
        ("Air refueling is hard.", set()),
    ],
)
def test_where_something_is_from_is_named_in_passing(text: str, passing: set[str]) -> None:
    found = find_mentions(("A title", text), shipped())
    assert {mention.tag for mention in found if mention.passing} == passing


def test_what_is_named_in_passing_is_no_tag() -> None:
    assert find_tags("A talk", ["An Iranian-made boat and an Iranian-made drone came to Peru."], SHIPPED)[0] == "Peru"
    body = ["From Norway, Poland, Spain and the Netherlands they came. They talked at length of Peru."]
    assert find_tags("A talk", body, SHIPPED) == ("Peru",)


def test_a_dateline_says_little() -> None:
    body = "Ministers of France met, and France agreed."
    assert find_tags("A talk", [f"OSLO, Norway (EXN) — {body}"], SHIPPED) == ("France",)
    assert find_tags("A talk", [f"In Oslo, Norway, a day ago, it began. {body}"], SHIPPED) == ("France", "Norway")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("die polnische Regierung, der polnischen Regierung, Polen", "Poland"),
        ("la Svezia; Schweden; la Suède; Suecia", "Sweden"),
        ("Україна; України; українські; Украина", "Ukraine"),
        ("rosyjski; Rosja; Rosji", "Russia"),
        ("Нігерія", "Nigeria"),
        ("Genf; Genève; Ginebra", "Geneva"),
    ],
)
def test_other_languages_have_other_names(text: str, tag: str) -> None:
    assert set(mentions(text)) == {tag}


def test_a_site_gives_stems_too_and_what_is_no_stem_does_not_go_on() -> None:
    own = site(Quills=Tag("topic", "", ("quill*",)), Pens=Tag("topic", "", ("quill",)))
    assert list(mentions("quillwort", own)) == ["Quills"]
    assert list(mentions("quillwort", site(Pens=Tag("topic", "", ("quill",))))) == []


def test_other_languages_have_no_names_that_are_english_words() -> None:
    assert list(mentions("Island. Chili. Italics. Indie. Criminal. Damas. Credit Suisse. Congress. Iran's")) == ["Iran"]


def test_only_a_stem_may_go_on() -> None:
    assert list(mentions("Polens; polnischem; Norwegens; Fregattenkapitän")) == ["Poland", "Poland", "Norway"]


@pytest.mark.parametrize(
    ("names", "tag"),
    [
        ("Fort Bragg; Fort Liberty", "Fort Bragg"),
        ("Fort Hood; Fort Cavazos", "Fort Hood"),
        ("Vandenberg Air Force Base; Vandenberg AFB; Vandenberg Space Force Base", "Vandenberg Space Force Base"),
        ("Thule Air Base; Pituffik Space Base", "Pituffik Space Base"),
        ("MONUC; MONUSCO", "MONUSCO"),
        ("SANDF; the South African military", "South African National Defence Force"),
        ("the ROK Navy; the South Korean Navy", "South Korean Navy"),
        ("ceasefire; cease-fire; Waffenruhe; alto el fuego; eldupphör", "Ceasefire"),
        ("hostages; Geiseln; otages; rehenes; gisslan", "Hostages"),
        ("court-martial; court martial; courts-martial", "Military justice"),
    ],
)
def test_old_and_new_names_are_one_tag(names: str, tag: str) -> None:
    assert list(mentions(names)) == [tag] * len(names.split(";"))


def test_a_base_speaks_for_its_country() -> None:
    assert find_tags("Ramstein Air Base opens", ["Ramstein opened."], SHIPPED) == ("Ramstein Air Base", "Germany")
    assert "United States" in find_tags("Travis AFB opens", ["Travis AFB opened."], SHIPPED)


def test_everyday_words_are_no_tags() -> None:
    words = "The environment of minor engines, a leak, sports, decorations and a reunion; a pow-wow on September 11."
    assert list(mentions(words)) == []


def test_a_surname_counts_once_the_whole_name_has_been_read() -> None:
    assert list(mentions("Boris Johnson spoke. Johnson left.")) == ["Boris Johnson", "Boris Johnson"]
    assert list(mentions("Johnson left.")) == []


def test_middle_initials_are_nobody_else() -> None:
    assert list(mentions("Lloyd J. Austin and Lloyd Austin")) == ["Lloyd Austin", "Lloyd Austin"]


def test_no_name_reaches_from_one_paragraph_into_the_next() -> None:
    assert "South Korea" not in find_tags("To the South", ["Korea is a peninsula.", "It has a south"], SHIPPED)
    assert find_tags("Storms to the North", ["Sea fog came."], SHIPPED) == ()


def test_a_ship_is_called_what_all_its_mentions_have_in_common() -> None:
    assert (
        find_tags("USS Mason Shadows Convoy", ["USS Mason sailed, and USS Mason's crew rested."], SHIPPED)[0]
        == "USS Mason"
    )


def test_a_person_with_a_title_is_a_tag_when_named_again_or_early() -> None:
    assert "Ann Doe" in find_tags("A post is filled", ["Capt. Ann Doe took over.", "Doe was there before."], SHIPPED)
    late = ["One thing.", "Another thing.", "Thanks went to Capt. Ann Doe."]
    assert "Ann Doe" not in find_tags("A post is filled", late, SHIPPED)
    assert not find_tags("Words", ["General Secretary Staff spoke, and General Staff went."], SHIPPED)
    assert find_tags("Words", ["Press Secretary Navy Rear Adm. Ann Doe spoke."], SHIPPED) == ("Ann Doe",)
    assert find_tags("Words", ["Capt. Ann de Castro spoke."], SHIPPED) == ("Ann de Castro",)


def test_title_weighs_more_than_a_mention_in_passing() -> None:
    body = ["Ministers met.", "They spoke.", "France was named once.", "Germany, Germany, and Germany again."]
    assert find_tags("NATO ministers meet", body, SHIPPED)[:2] == ("NATO", "Germany")


def test_a_country_that_only_its_forces_stand_for_is_no_tag_where_there_are_others() -> None:
    assert "Germany" in find_tags("Ramstein Air Base opens", ["It opened."], SHIPPED)
    tags = find_tags("Ramstein Air Base opens with an F-16 and a Patriot missile", ["NATO came."], SHIPPED)
    assert "Germany" not in tags
    assert len(tags) >= 4


def test_a_navy_that_is_named_gains_by_its_ships() -> None:
    body = ["Peru, Chile and Brazil met in Lima, Peru. They talked of frigates, of Ecuador and of the US Navy."]
    assert "US Navy" not in find_tags("NATO, Peru, Chile and Brazil meet", body, SHIPPED)[:5]
    body[0] += " USS Example came."
    assert "US Navy" in find_tags("NATO, Peru, Chile and Brazil meet", body, SHIPPED)[:5]


def test_the_opening_is_counted_in_words() -> None:
    long = " ".join(["word"] * 200)
    assert find_tags("A talk", [f"Peru met Spain. {long} Chile, and Chile again."], SHIPPED)[0] == "Peru"


def test_a_mention_in_passing_is_a_tag_only_where_little_else_is_named() -> None:
    assert "Peru" in find_tags("A talk", ["Words.", "Words.", "Peru was named."], SHIPPED)
    title = "NATO, Ukraine, Russia, Germany, Norway and Poland meet"
    assert "Peru" not in find_tags(title, ["Words.", "Words.", "Peru was named."], SHIPPED)


def test_no_more_than_the_best() -> None:
    title = "NATO, Ukraine, Russia, Germany, France, Poland, Italy, Norway and Spain meet"
    tags = find_tags(title, ["Spain and Italy met.", "Then Spain left."], SHIPPED)
    assert len(tags) == MOST
    assert tags[:2] == ("Spain", "Italy")


def test_a_force_speaks_for_its_country_but_less_than_its_name() -> None:
    tags = find_tags("Indian Navy sails", ["The Indian Navy sailed."], SHIPPED)
    assert tags.index("Indian Navy") < tags.index("India")


def test_what_says_little_comes_after_what_says_much() -> None:
    tags = find_tags("Training on the F-16 begins", ["Training on the F-16 began."], SHIPPED)
    assert tags.index("F-16") < tags.index("Training")


def test_offered_tags_count_if_known_or_borne_out() -> None:
    body = ["Words on a lighthouse.", "Words."]
    assert find_tags("A talk", body, SHIPPED, ["lighthouse", "windmill", "NATO"]) == ("Lighthouse", "NATO")


def test_a_site_adds_a_tag() -> None:
    own = site(Example_Corps=Tag("organisation", "", ("XC",)))
    assert list(mentions("Example Corps, XC and NATO", own)) == ["Example Corps", "Example Corps", "NATO"]
    assert list(mentions("Example Corps and NATO")) == ["NATO"]


def test_a_site_renames_a_tag_with_all_its_names() -> None:
    own = site(Pentagon=Tag(aliases=("US Department of Defense",)))
    assert set(mentions("Pentagon, US Department of Defense, Defense Department, DoD", own)) == {"Pentagon"}
    assert own.kinds["Pentagon"] == "organisation"
    assert find_tags("Pentagon speaks", ["The DoD spoke."], SHIPPED, gazetteer=own) == ("Pentagon", "United States")
    assert "US Army" in mentions("The DoD and the Army", own), "conditions follow the new name"


def test_a_site_merges_tags() -> None:
    own = site(Sea_power=Tag("topic", "", ("Frigates", "Destroyers")))
    assert list(mentions("frigates and a destroyer", own)) == ["Sea power", "Sea power"]


def test_the_kinds_of_tags_are_read_alone_too() -> None:
    assert data.tag_kinds() == shipped().kinds


def test_an_alias_of_the_site_wins_over_the_shipped_gazetteer() -> None:
    own = site(Typhoon_relief=Tag("topic", "", ("Typhoon",)))
    assert list(mentions("A Typhoon for the Royal Air Force", own)) == ["Typhoon relief", "Royal Air Force"]


def test_a_site_person_has_a_surname() -> None:
    own = site(Ann_Quillfeather=Tag("person"))
    assert list(mentions("Ann Quillfeather spoke. Quillfeather left.", own)) == ["Ann Quillfeather"] * 2


def test_banned_tags_are_never_made() -> None:
    own = site(frozenset(("NATO", "India", "Ann Doe", "lighthouse")))
    text = ["NATO and the Indian Navy met. Capt. Ann Doe spoke; Doe left the lighthouse."]
    assert find_tags("NATO and India", text, SHIPPED, ["NATO", "lighthouse"], own) == ("Indian Navy",)


def names() -> Iterator[tuple[str, str, data.Alias | str]]:
    """Kind, tag and each of its names."""
    for kind, tags in data.gazetteer().items():
        for tag, aliases in tags.items():
            given = {item.alias for item in aliases if isinstance(item, data.Alias)}
            yield from ((kind, tag, name) for name in (aliases if tag in given else (tag, *aliases)))


def test_the_gazetteer_is_large_and_of_known_kinds() -> None:
    assert sum(len(tags) for tags in data.gazetteer().values()) >= 3800
    assert all(len(tags) >= 140 for tags in data.gazetteer().values())
    assert set(shipped().kinds.values()) == set(data.KINDS)


def test_no_name_is_two_tags_unless_it_has_a_condition() -> None:
    owners: dict[str, set[str]] = {}
    for kind, tag, name in names():
        if isinstance(name, str):
            plain = " ".join(words_of(name))
            any_case = name.islower() or (kind == "topic" and name == tag)
            owners.setdefault(plain.lower() if any_case else plain, set()).add(tag)
    assert {name: tags for name, tags in owners.items() if len(tags) > 1} == {}


def test_no_tag_stands_twice() -> None:
    folder = Path(data.__file__).parent / "tags"
    for kind in data.KINDS:
        lines = (folder / f"{kind}.yaml").read_text(encoding="utf-8").splitlines()
        tags = [line for line in lines if line[:1] not in ("", "#", " ")]
        assert len(tags) == len(data.gazetteer()[kind]), f"{kind}.yaml has a tag twice, and the later hides the former"


def test_no_country_is_implied_twice() -> None:
    implied = [tag for tags in data.forces().country.values() for tag in tags]
    assert sorted(tag for tag in set(implied) if implied.count(tag) > 1) == []


def test_every_tag_is_found_by_its_own_name() -> None:
    unconditional = [(tag, name) for _, tag, name in names() if name == tag]
    assert [tag for tag, _ in unconditional if tag not in mentions(tag)] == []


def test_conditions_and_lists_name_tags_that_exist() -> None:
    known = shipped().kinds
    assert [tag for tag in data.broad_tags() if tag not in known] == []
    forces = data.forces()
    assert [country for country in (*forces.adjectives, *forces.country) if country not in known] == []
    assert [tag for tags in forces.country.values() for tag in tags if tag not in known] == []


def test_other_languages_name_tags_that_exist_and_no_two_of_them_alike() -> None:
    tables = data.names_in_other_languages()
    assert [tag for tag in tables if tag not in shipped().kinds] == []
    of: dict[str, set[str]] = {}
    for tag, other in tables.items():
        for name in other:
            of.setdefault(" ".join(words_of(name)).lower(), set()).add(tag)
    assert {name: tags for name, tags in of.items() if len(tags) > 1} == {}


def test_stems_are_long_enough_to_be_of_one_word() -> None:
    stems = [name for other in data.names_in_other_languages().values() for name in other if name.endswith("*")]
    assert len(stems) > 300
    assert [stem for stem in stems if len("".join(words_of(stem))) < 4] == []


def test_every_name_has_words_and_no_condition_is_empty() -> None:
    for _, tag, name in names():
        assert words_of(name if isinstance(name, str) else name.alias), tag
        if isinstance(name, data.Alias):
            assert name.beside or name.unless or name.apart, f"{tag}: {name.alias} has no condition"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "Ilka Tarnow wants a quay of oak. Tarnow, the clerk, said so on Tuesday. Nobody but Tarnow did.",
            "Ilka Tarnow",
        ),
        # once more is not enough
        ("Ilka Tarnow wants a quay of oak. Tarnow said so on Tuesday.", ""),
        # a body and a group of ships are no persons
        ("The Tarnow Council met. The Council wants oak. Nobody asked the Council, and a Council is slow.", ""),
        ("The Tarnow Strike group sailed. Its Strike ships and Strike boats have left for Strike duty.", ""),
    ],
)
def test_a_person_is_named_in_full_and_then_by_the_surname(text: str, person: str) -> None:
    tags = find_tags("A quay of oak", [text], SHIPPED)
    assert [tag for tag in tags if "Tarnow" in tag] == ([person] if person else [])
