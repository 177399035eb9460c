"""The action and the Dockerfile use what the program has, and the hosting guide tells what they take."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from digest.files.folders import OUTPUT, STATE
from tests.sites import build, make_site, page
from tests.test_docs import COMMANDS, blocks, commands
from tests.views_document import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def step_of(action: str) -> dict[str, Any]:
    (found,) = [step for step in STEPS if step.get("uses", "").startswith(f"{action}@")]
    return found


def test_the_commands_of_the_action_exist() -> None:
    scripts = [step["run"].replace("then digest", "\ndigest").replace(";", "\n") for step in STEPS if "run" in step]
    lines = list(commands("".join(f"```sh\n{script}\n```\n" for script in scripts)))
    assert len(lines) == 2
    for line in lines:
        name, *arguments = shlex.split(line)
        COMMANDS[name].make_context(name, arguments)


def test_inputs_reach_no_shell_as_code() -> None:
    """GitHub puts `${{ … }}` into a script as it is: a value with a quotation mark would be run."""
    assert all("${{" not in step.get("run", "") for step in STEPS)
    assert all(step["shell"] == "bash" for step in STEPS if "run" in step)


def test_inputs_are_used_and_told() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", str(STEPS)))
    assert used == ACTION["inputs"].keys()
    table = dict(re.findall(r"^\| `([\w-]+)` \| (?:`(.*?)`)? ?\| .*\|$", GUIDE, re.MULTILINE))
    assert table == {name: about["default"] for name, about in ACTION["inputs"].items()}


def test_what_builds_remember_is_restored_before_and_kept_after() -> None:
    restored, saved = step_of("actions/cache/restore"), step_of("actions/cache/save")
    build = next(step for step in STEPS if step.get("name") == "Build")
    assert STEPS.index(restored) < STEPS.index(build) < STEPS.index(saved)
    assert restored["with"]["path"] == saved["with"]["path"]
    paths = [path.removeprefix("${{ inputs.site }}/") for path in saved["with"]["path"].split("\n") if path]
    assert paths == [STATE, OUTPUT]
    assert restored["with"]["key"] == saved["with"]["key"]
    assert "github.run_id" in saved["with"]["key"], "a cache is never overwritten: each run needs a key of its own"
    assert restored["with"]["key"].startswith(restored["with"]["restore-keys"])


WORKFLOWS: dict[str, dict[str, Any]] = {
    job: workflow
    for block in blocks(GUIDE, "yaml")
    if "jobs:" in block
    for workflow in [yaml.safe_load(block)]
    for job in workflow["jobs"]
}


def test_the_workflow_of_the_guide_may_do_what_the_action_does() -> None:
    workflow = WORKFLOWS["publish"]
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    assert workflow["jobs"]["publish"]["environment"] == "github-pages"
    assert [step["uses"] for step in workflow["jobs"]["publish"]["steps"]] == [
        "actions/checkout@v4",
        "OWNER/PROGRAM@main",
    ]


@pytest.mark.parametrize("job", ["check", "links"])
def test_the_workflows_that_check_publish_nothing(job: str) -> None:
    workflow = WORKFLOWS[job]
    assert workflow["permissions"].items() <= {"contents": "read", "security-events": "write"}.items()
    _, build, check, *upload = workflow["jobs"][job]["steps"]
    assert build == {"uses": "OWNER/PROGRAM@main", "with": {"publish": False}}
    assert check["run"].startswith("digest check ")
    assert all(step["if"] == "always()" for step in (check, *upload))


@pytest.mark.parametrize("name", re.findall(r"^COPY ([^-].*) \S+$", DOCKERFILE, re.MULTILINE))
def test_what_the_image_is_made_of_is_there(name: str) -> None:
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for part in name.split():
        assert (ROOT / part).exists()
        assert f"!{part}" in sent


def test_the_image_runs_a_command_that_exists_as_nobody_special() -> None:
    (extras,) = re.findall(r"^ARG EXTRAS=(.*)$", DOCKERFILE, re.MULTILINE)
    assert set(extras.split(",")) <= EXTRAS.keys()
    assert re.search(r'^ENTRYPOINT \["digest"\]\nCMD \["build"\]$', DOCKERFILE, re.MULTILINE)
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
    for line in re.findall(r"digest-press (\w.*)$", "\n".join(blocks(GUIDE, "sh")), re.MULTILINE):
        name, *arguments = shlex.split(line)
        COMMANDS[name].make_context(name, arguments)


CONFIGURED = {name: "\n".join(blocks(GUIDE, name)) for name in ("nginx", "caddy", "json")}


@pytest.mark.parametrize("name", CONFIGURED)
def test_every_host_is_told_what_headers_say(name: str, tmp_path: Path) -> None:
    """The values are those of `_headers`; of its policy, what pages cannot say themselves."""
    site = make_site(tmp_path)
    build(site)
    told = dict(re.findall(r"^  ([\w-]+): (.*)$", page(site, "_headers"), re.MULTILINE))
    told["Content-Security-Policy"] = told["Content-Security-Policy"].rpartition("; ")[2]
    if name == "json":  # of S3 the cache and the types are told with the files
        assert all(told[header] in CONFIGURED[name] for header in ("Content-Security-Policy", "Permissions-Policy"))
        assert (
            json.loads(CONFIGURED[name])["SecurityHeadersConfig"]["ReferrerPolicy"]["ReferrerPolicy"]
            == (told["Referrer-Policy"])
        )
        return
    for header in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Permissions-Policy"):
        assert f'{header} "{told[header]}"' in CONFIGURED[name], header
    assert f'"{told["Cache-Control"]}"' in CONFIGURED[name]
    types = set(re.findall(r"Content-Type: ([^;\n]*)", page(site, "_headers")))
    assert all(kind in CONFIGURED[name] for kind in types)
    assert len(types) == 4


def test_the_table_of_headers_is_what_is_sent(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    build(site)
    headers = page(site, "_headers")
    rows = re.findall(
        r"^\| ([A-Z][\w-]+) \| `(.*?)`", GUIDE.partition("\n## Headers\n")[2].partition("\n## ")[0], re.MULTILINE
    )
    assert len(rows) == 6
    for header, value in rows:
        if value != "no-cache":  # what both hosts do by themselves
            assert value in headers, header


def test_nginx_takes_the_configuration_of_the_guide(tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("no nginx")
    types = "types { text/html html; text/css css; text/xml xml; image/svg+xml svg; }"
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ access_log off; {types} "
        f"{CONFIGURED['nginx'].replace('/var/www/news', str(tmp_path))} }}"
    )
    done = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert "syntax is ok" in done.stderr, done.stderr
    assert "[warn]" not in done.stderr.replace('[warn] the "user" directive', ""), done.stderr


def test_caddy_takes_the_configuration_of_the_guide(tmp_path: Path) -> None:
    caddy = shutil.which("caddy")
    if not caddy:
        pytest.skip("no Caddy")
    (tmp_path / "Caddyfile").write_text(CONFIGURED["caddy"])
    done = subprocess.run(
        [caddy, "adapt", "--config", tmp_path / "Caddyfile", "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower(), done.stderr
