"""Where a theme's files come from: the theme itself, what it extends, and the default theme at the end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

import digest
from digest.errors import Problem, did_you_mean
from digest.files.opener import read_regular
from digest.model.parts import digest_bytes
from digest.model.planned import Copy
from digest.model.words import Words, is_english, tags_above
from digest.settings.config import FILE, Config, Name
from digest.text import read_text
from digest.typed_yaml.load import decode_what_can_be
from digest.typed_yaml.places import line_of_key

DEFAULT = "default"
SCRIPTS = "scripts"
_ENDS_SCRIPT = re.compile(r"<!--|</?script", re.IGNORECASE)
STATIC = "static/"
LOCALE = "locale"

SHOWN = 5
"""So many messages are told that are not translated, and how many more there are."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A setting that a theme offers under `theme_options:`."""

    default: Any = ""
    description: str = ""


class ThemeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a theme's theme.yaml may say."""

    name: str = ""
    api: Annotated[Literal["1"], Meta(title="1, the version of what templates see")] = "1"
    extends: Name = DEFAULT
    description: str = ""
    options: dict[str, Any] = msgspec.field(default_factory=dict)  # each an Option


class Template(msgspec.Struct, frozen=True):
    """`name` is what templates call it by ("article.html", "default/article.html"); `file` where it stands."""

    name: str
    file: str
    source: str


class Catalogue(msgspec.Struct, frozen=True):
    """A PO file (GNU gettext) of a theme in the site's language: `file` where it stands, and its text."""

    file: str
    text: str


class Theme(msgspec.Struct, frozen=True):
    """All that rendering needs of a theme."""

    templates: tuple[Template, ...]
    assets: tuple[Copy, ...]
    options: dict[str, Any]
    styles: tuple[str, ...]
    """The texts of its style sheets, which may name files of content/."""
    catalogues: tuple[Catalogue, ...]
    """Those of the default theme first, and of a language before its kinds (de, de-AT): later ones override."""
    scripts: dict[str, str] = {}
    """Those that may stand in pages, by name, without blanks around them."""

    def texts(self) -> tuple[str, ...]:
        """In which files of content/ may be named."""
        return (*(template.source for template in self.templates), *self.styles)


class Translated(msgspec.Struct, frozen=True):
    """The words of a theme, and what is wrong with the files that they are from."""

    words: Words
    problems: tuple[Problem, ...] = ()


class Fingerprints(msgspec.Struct, frozen=True):
    """The fingerprint of each template by its name (the digest of its source and of all that it extends, includes or
    imports), what is wrong with the templates, the static files that they link to (file and line, and path), and the
    messages that they have."""

    digests: dict[str, bytes]
    problems: tuple[Problem, ...]
    linked: tuple[tuple[str, int, str], ...] = ()
    messages: tuple[str, ...] = ()

    def missing(self, there: Collection[str]) -> Iterator[Problem]:
        """What links to a static file that is not `there`."""
        for file, line, path in self.linked:
            if path not in there:
                known = [one for one in there if one.startswith(STATIC)]
                yield Problem(file, line, f"'{path}'|link: there is no such file.", did_you_mean(path, known))

    def untranslated(self, words: Words, theme: str, catalogues: Sequence[Catalogue]) -> Iterator[Problem]:
        """What stays English on a site whose language has `catalogues`, in its theme or in one below."""
        known = words.messages.keys() | words.plurals.keys()
        left = [one for one in self.messages if one not in known and any(map(str.isalpha, one))]
        if left and catalogues and not is_english(words.language):
            folder = f"themes/{theme}/{LOCALE}/"
            own = (one.file for one in reversed(catalogues) if one.file.startswith(folder))
            more = f", and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
            some = ", ".join(f"'{one}'" for one in left[:SHOWN])
            fact = f"not translated, so they stay English: {some}{more}."
            yield Problem(next(own, f"{folder}{words.language}.po"), 0, fact, level="warning")


def shipped_themes() -> Path:
    """The folder of themes that come with the program: inside the installed package, or beside it in a checkout."""
    package = Path(digest.__file__).parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


def load_theme(site: Path, config: Config) -> tuple[Theme, tuple[Problem, ...]]:
    """The theme that the settings name, whole, and what is wrong with it.

    A template that several themes of the chain have is taken from the first; "NAME/article.html" is always that of
    the theme NAME, so that a theme can extend what it overrides.
    """
    problems: list[Problem] = []
    site = site.resolve()
    folders = _folders(site, config.theme, problems)
    options: dict[str, Option] = {}
    templates: dict[str, Template] = {}
    assets: dict[str, Copy] = {}
    styles: dict[str, str] = {}
    catalogues: list[Catalogue] = []
    scripts: dict[str, str] = {}
    for name, folder, about in reversed(folders):
        options.update(_options(about, _shown(folder / "theme.yaml", site), problems))
        for path in _files(folder, "templates", site, problems):
            relative = path.relative_to(folder / "templates").as_posix()
            source, problem = read_text(path, _shown(path, site))
            if problem:
                problems.append(problem)
                continue
            for key in (relative, f"{name}/{relative}"):
                if key not in templates or key == relative or name != DEFAULT:
                    templates[key] = Template(key, _shown(path, site), source)
        for path in _files(folder, SCRIPTS, site, problems):
            scripts[path.relative_to(folder / SCRIPTS).as_posix()] = _script(path, _shown(path, site), problems)
        for path in _files(folder, "static", site, problems):
            target = f"static/{path.relative_to(folder / 'static').as_posix()}"
            try:
                data = read_regular(path)
                assets[target] = Copy(target, str(path), digest_bytes(data), _shown(path, site))
                styles[target] = data.decode("utf-8", "replace") if path.suffix.lower() == ".css" else ""
            except OSError as error:
                problems.append(Problem(_shown(path, site), 0, f"cannot be read: {error.strerror}."))
        catalogues += _catalogues(folder, config.language, site, problems)
    if not catalogues and not is_english(config.language):
        problems.append(_no_words(site, config))
    chosen = _choose(site, config.theme_options, options, problems)
    return Theme(
        tuple(templates[name] for name in sorted(templates)),
        tuple(assets[path] for path in sorted(assets)),
        chosen,
        tuple(filter(None, styles.values())),
        tuple(catalogues),
        dict(sorted(scripts.items())),
    ), tuple(problems)


def theme_names(site: Path, config: Config) -> tuple[tuple[str, ...], str]:
    """The themes of the chain, from the one that the settings name to the shipped default; or to the first that is not
    there, and its name: "" if none is missing."""
    chain = _folders(site.resolve(), config.theme, [])
    wanted = (config.theme, *(about.extends for _, _, about in chain))
    found: list[str] = []
    for name, (there, _, _) in zip(wanted, chain, strict=False):
        if name != there:  # the default stands in for it
            return tuple(found), name
        found.append(name)
    return tuple(found), ""


def _script(path: Path, shown: str, problems: list[Problem]) -> str:
    """A script as it stands in pages. One that would not end where it ends is a problem (HTML, "Restrictions for
    contents of script elements")."""
    text, problem = read_text(path, shown)
    found = _ENDS_SCRIPT.search(text)
    if found:
        fact = f"'{found[0]}' in a script that stands in a page ends it, or keeps it from its end."
        line = text.count("\n", 0, found.start()) + 1
        problem = Problem(shown, line, fact, f"Write it as '{found[0][0]}\\x{ord(found[0][1]):02x}{found[0][2:]}'.")
    if problem:
        problems.append(problem)
    return text.strip()


def _folders(site: Path, name: str, problems: list[Problem]) -> list[tuple[str, Path, ThemeFile]]:
    """The themes of the chain, from the one named to the shipped default."""
    chain: list[tuple[str, Path, ThemeFile]] = []
    seen: set[Path] = set()
    where, key = FILE, "theme"
    while True:
        candidates = [site / "themes" / name, shipped_themes() / name]
        folder = next((path.resolve() for path in candidates if path.is_dir() and path.resolve() not in seen), None)
        if folder is None:
            if name != DEFAULT or not any(part == DEFAULT for part, _, _ in chain):
                problems.append(_unknown(site, name, where, key))
            break
        seen.add(folder)
        about = _about(folder, site, problems)
        chain.append((name, folder, about))
        if folder == (shipped_themes() / DEFAULT).resolve():
            return chain
        where, key, name = _shown(folder / "theme.yaml", site), "extends", about.extends
    default = (shipped_themes() / DEFAULT).resolve()
    return [*chain, (DEFAULT, default, _about(default, site, problems))]


def _about(folder: Path, site: Path, problems: list[Problem]) -> ThemeFile:
    path = folder / "theme.yaml"
    if not path.is_file():
        return ThemeFile()
    text, problem = read_text(path, _shown(path, site))
    if problem:
        problems.append(problem)
        return ThemeFile()
    about, found = decode_what_can_be(text, ThemeFile, path=_shown(path, site))
    problems.extend(found)
    return about or ThemeFile()


def _options(about: ThemeFile, where: str, problems: list[Problem]) -> dict[str, Option]:
    options = {}
    for name, given in about.options.items():
        try:
            options[name] = msgspec.convert(given, Option)
        except msgspec.ValidationError:
            fact = f"the option '{name}' must be a mapping with 'default' and 'description'."
            problems.append(Problem(where, 0, fact))
    return options


def _catalogues(theme: Path, language: str, site: Path, problems: list[Problem]) -> Iterator[Catalogue]:
    """The PO files of a theme in a language, that of the widest tag first: de.po, de-AT.po."""
    known = {path.name.lower(): path for path in _files(theme, LOCALE, site, problems)}
    for tag in reversed(list(tags_above(language))):
        if path := known.get(f"{tag}.po"):
            text, problem = read_text(path, _shown(path, site))
            if problem:
                problems.append(problem)
            else:
                yield Catalogue(_shown(path, site), text)


def _no_words(site: Path, config: Config) -> Problem:
    line = line_of_key((site / FILE).read_text(encoding="utf-8", errors="replace"), "language")
    fact = f"the theme has no words in '{config.language}': its own stay English."
    remedy = f"Write them into themes/{config.theme}/{LOCALE}/{config.language}.po, as docs/themes.md tells."
    return Problem(FILE, line, fact, remedy, "warning")


def _unknown(site: Path, name: str, where: str, key: str) -> Problem:
    own = {path.name for path in (site / "themes").glob("*") if path.is_dir()}
    known = own | {path.name for path in shipped_themes().glob("*") if path.is_dir()}
    line = 0
    if (site / where).is_file():
        line = line_of_key((site / where).read_text(encoding="utf-8", errors="replace"), key)
    fact = f"there is no theme '{name}' that '{key}' could mean."
    return Problem(where, line, fact, did_you_mean(name, known))


def _files(theme: Path, kind: str, site: Path, problems: list[Problem]) -> Iterator[Path]:
    """The files below a folder of a theme, sorted by path; hidden ones are passed over.

    A theme may be a stranger's: its links lead to files of its own or of the site, and publish no others.
    """
    folder = theme / kind
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            shown, real = _shown(path, site), path.resolve()
            if not _is_text(str(path)):
                told = shown.encode("utf-8", "backslashreplace").decode()
                fact = "its name is not UTF-8, or that of a folder above it."
                problems.append(Problem(told, 0, fact, "Rename it."))
            elif real.is_relative_to(theme) or real.is_relative_to(site):
                yield path
            else:
                fact = f"leads out of the theme, to {real}."
                problems.append(Problem(shown, 0, fact, "Put the file itself here."))


def _is_text(name: str) -> bool:
    """Whether a file's name is UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: Path, site: Path) -> str:
    """`site` must be resolved, as `path` is."""
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else str(path)


def _choose(
    site: Path, given: Mapping[str, Any], options: Mapping[str, Option], problems: list[Problem]
) -> dict[str, Any]:
    lines = (site / FILE).read_text(encoding="utf-8", errors="replace").splitlines() if given else []
    start = next((n for n, line in enumerate(lines) if line.startswith("theme_options:")), 0)
    for name in given:
        if name not in options:
            at = next((n for n, line in enumerate(lines[start:], start + 1) if f"{name}:" in line), 0)
            fact = f"'{name}' in 'theme_options' is not an option of this theme."
            remedy = did_you_mean(name, options) if options else "It has none."
            problems.append(Problem(FILE, at, fact, remedy))
        elif isinstance(options[name].default, bool) and not isinstance(given[name], bool):
            at = next((n for n, line in enumerate(lines[start:], start + 1) if f"{name}:" in line), 0)
            fact = f"'{name}' in 'theme_options' is '{given[name]}', and must be true or false."
            problems.append(Problem(FILE, at, fact))
    return {name: given.get(name, option.default) for name, option in options.items()}
