"""The keys of pages: what the bytes of each depend on.

A key is put together of three digests: of the fingerprint of the page's template, of what all pages share (the program
and the site), and of its view. A page whose key is that of the file that is there need not be rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from digest.build.program import program_digest
from digest.model.parts import digest_bytes, digest_of, encode
from digest.model.planned import Copy, Page
from digest.model.views import Site
from digest.output.database import StoreDamagedError
from digest.output.store import PlannedGroup, PlannedPage
from digest.output.tree import Outputs
from digest.site.plan import Plan
from digest.theme.chain import Fingerprints

_TEMPLATE, _SHARED = slice(0, 8), slice(8, 16)

NEW, MISSING, ALTERED = "new", "file missing", "file altered"
TEMPLATE, SITE, VIEW = "template changed", "site or program changed", "view changed"


def key_of_copy(digest: bytes) -> bytes:
    return digest_of(("copy", digest))


class Keys:
    """The keys of the pages of a site."""

    def __init__(self, site: Site, fingerprints: Fingerprints) -> None:
        shared = digest_bytes(program_digest(), encode(site))[_TEMPLATE]
        self._within = {template: digest[_TEMPLATE] + shared for template, digest in fingerprints.digests.items()}

    def of(self, template: str, view: bytes) -> bytes:
        """The key of a page with this template, and a view that has this digest. Raises KeyError for a template that
        the theme does not have."""
        return self._within[template] + view


class Keying:
    """Finds the keys of all pages of a plan, group by group: a group that was planned of the same before is not planned
    again unless one of its pages is to be rendered. What it found stands in `keys`, `files` (all
    that is planned), `reasons` (why pages are to be rendered, by path) and `planned_anew`."""

    def __init__(
        self,
        planned: Plan,
        fingerprints: Fingerprints,
        groups: Mapping[str, PlannedGroup],
        before: Outputs,
        is_there: Callable[[str], bool],
        go_on: Callable[[], object] = lambda: None,
    ) -> None:
        """`groups` are those that were planned before, `before` the files of the last build; `is_there` tells whether
        there is any file at a path. `go_on` is called for each group, and may raise what ends the work."""
        self.keys: dict[str, bytes] = {}
        self.files: list[PlannedPage | Copy] = []
        self.reasons: dict[str, str] = {}
        self.planned_anew: list[PlannedGroup] = []
        self._planned = planned
        self._groups = groups
        self._before = before
        self._is_there = is_there
        self._go_on = go_on
        self._keys = Keys(planned.site, fingerprints)

    def stale_pages(self) -> Iterator[tuple[Page, bytes]]:
        """The pages to be rendered, each with the canonical bytes of its view."""
        for group in self._planned.groups:
            self._go_on()
            inputs = digest_bytes(program_digest(), group.digest()) if group.name else b""
            before = self._groups.get(group.name)
            if before and before.inputs == inputs:
                stale = self._take(before)
                made = ((page, encode(page.view)) for page in group.pages()) if stale else iter(())
            else:
                encoded = [(page, encode(page.view)) for page in group.pages()]
                pages = (PlannedPage(page.path, page.template, digest_bytes(v), page.origin) for page, v in encoded)
                planned = PlannedGroup(group.name, inputs, tuple(pages))
                if inputs:
                    self.planned_anew.append(planned)
                stale = self._take(planned)
                made = iter(encoded)
            for page, view in made:
                if page.path in stale:
                    stale.discard(page.path)
                    yield page, view
            if stale:
                raise StoreDamagedError(f"group {group.name!r} makes no {', '.join(sorted(stale))}")

    def has_paths_of_before(self) -> bool:
        """Whether the files that are planned, each once, are those that are known, as to their paths."""
        return len(self.files) == len(self.keys) and self.keys.keys() == self._before.known.keys()

    def stale_copies(self) -> Iterator[Copy]:
        """The files to be copied."""
        self.files += self._planned.copies
        for copy in self._planned.copies:
            if self._take_one(copy.path, key_of_copy(copy.digest)):
                yield copy

    def _take(self, group: PlannedGroup) -> set[str]:
        """The paths of a group's pages that are to be rendered."""
        self.files += group.pages
        try:
            keys = [(page.path, self._keys.of(page.template, page.view)) for page in group.pages]
        except KeyError as error:
            raise StoreDamagedError(f"a page of the template {error}") from error
        return {path for path, key in keys if self._take_one(path, key)}

    def _take_one(self, path: str, key: bytes) -> bool:
        self.keys[path] = key
        row = self._before.intact.get(path)
        if row and row.key == key:
            return False
        self.reasons[path] = self._reason(path, key)
        return True

    def _reason(self, path: str, key: bytes) -> str:
        row = self._before.known.get(path)
        if row is None:
            return NEW
        if path not in self._before.intact:
            return ALTERED if self._is_there(path) else MISSING
        if row.key[_TEMPLATE] != key[_TEMPLATE]:
            return TEMPLATE
        return SITE if row.key[_SHARED] != key[_SHARED] else VIEW
