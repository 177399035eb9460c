"""Types of values that several files of a site have."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Language = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", title="a language tag such as en or en-GB (BCP 47)"),
]
