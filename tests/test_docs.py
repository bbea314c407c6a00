"""The docs say what the code does: settings, names, commands, links, files, folders and the version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.main import get_command

from bot.cli import command_line
from bot.config import Settings, load
from domain.messages import Lane
from domain.people import Role
from domain.ticket import Action, Party, Status, Urgency
from handlers.commands import FORMS
from handlers.timers import TIMERS
from nlp.kinds import Kind

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = {"bot", "domain", "handlers", "nlp", "storage"}
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
COMMAND = re.compile(r"python -m bot((?: [^\s`|&>#]+)+)")
PATH = re.compile(rf"`((?:{'|'.join(sorted(PACKAGES | {'tests', 'benchmarks', 'locales', 'docs'}))})/[\w./-]+)`")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# ---- settings


def fields(section: type[BaseModel], path: str = "") -> Iterator[tuple[str, str]]:
    """Every setting as (table of the file, key)."""
    for key, field in section.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation, f"{path}.{key}".lstrip("."))
        else:
            yield path, key


def tables(text: str) -> dict[str, str]:
    """The text of each table of a TOML file."""
    parts = re.split(r"^\[([\w.]+)\]$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_setting_stands_in_the_example_with_a_sentence_above_its_table_or_itself() -> None:
    found = tables(text_of("config.example.toml"))
    missing = [
        f"[{table}] {key}"
        for table, key in fields(Settings)
        if f"{table}.{key}" not in found and not re.search(rf"^(# )?{key} = ", found.get(table, ""), re.MULTILINE)
    ]
    assert not missing
    assert all("# " in body for body in found.values())


def test_the_example_holds_the_defaults() -> None:
    assert load(ROOT / "config.example.toml") == Settings()


# ---- the glossary


def listed(heading: str) -> list[str]:
    """The names in backticks that begin the rows of the table under a heading of the glossary."""
    section = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", text_of("docs/glossary.md"), re.MULTILINE | re.DOTALL)
    assert section, f"the glossary has no heading {heading}"
    return re.findall(r"^\| `([^`]+)` \|", section[1], re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Statuses", [str(status) for status in Status]),
        ("Actions and events", [str(action) for action in Action]),
        ("Forms", list(FORMS)),
        ("Timers", list(TIMERS)),
        ("Lanes", [lane.name.lower() for lane in Lane]),
        ("Roles", [str(role) for role in Role]),
        ("Parties", [str(party) for party in Party]),
        ("Urgencies", [str(urgency) for urgency in Urgency]),
        ("Kinds", [str(kind) for kind in Kind]),
    ],
)
def test_the_glossary_names_each_thing_once_and_nothing_that_is_gone(heading: str, names: list[str]) -> None:
    assert sorted(listed(heading)) == sorted(names)


def test_a_word_of_the_field_is_defined_once() -> None:
    words = re.findall(r"^\| ([a-z][^|`]*?) \|", text_of("docs/glossary.md"), re.MULTILINE)
    words = [word for word in words if word not in HEADS]
    assert len(words) == len(set(words))
    assert set(words) >= {"ticket", "grid", "dispatch", "call-back", "micro-wish", "turn", "letter"}


HEADS = {"word", "status", "action", "form", "timer", "lane", "role", "party", "urgency", "kind"}


# ---- the command line


def commands(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its name, those of groups as "rules fit"."""
    for name, command in getattr(group, "commands", {}).items():
        full = f"{path} {name}".strip()
        yield full, command
        yield from commands(command, full)


COMMANDS = dict(commands(get_command(command_line())))


def told(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Every call of the bot in a page: the command's name and the words after it."""
    for found in COMMAND.finditer(page.read_text("utf-8")):
        words = found[1].split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
        yield name, words


def test_every_command_is_told_somewhere() -> None:
    known = {name for page in PAGES for name, _ in told(page)}
    assert not {name for name, command in COMMANDS.items() if not hasattr(command, "commands")} - known


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_tells_only_of_commands_and_options_there_are(page: Path) -> None:
    for name, words in told(page):
        if name in {"COMMAND", "--help"}:
            continue
        assert name in COMMANDS, f"{named(page)}: python -m bot {name}"
        options = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help"}
        unknown = {word for word in words if word.startswith("--")} - options
        assert not unknown, f"{named(page)}: python -m bot {name} has no {unknown}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_tells_only_of_make_targets_there_are(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)) <= targets


# ---- links and files


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    broken = [link for link in links(page.read_text("utf-8")) if not reachable(page, link)]
    assert not broken


def links(text: str) -> Iterator[str]:
    """Every link of a page that does not leave the repository."""
    for found in LINK.finditer(text):
        link = found[1] or found[2]
        if not re.match(r"[a-z]+:", link):
            yield link


def reachable(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    pictures = ROOT / "docs" / "pictures"
    if target.parent == pictures and not pictures.exists():  # taken by the browser test, not yet here
        return True
    return target.exists() and (not anchor or anchor in anchors(target.read_text("utf-8").splitlines()))


def anchors(lines: Iterable[str]) -> set[str]:
    """The anchors GitHub gives the headings of a page."""
    headings = (line.lstrip("#").strip().lower() for line in lines if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_a_page_speaks_of_exist(page: Path) -> None:
    gone = [path for path in PATH.findall(page.read_text("utf-8")) if not (ROOT / path).exists()]
    assert not gone


# ---- folders, contracts, version


def test_the_five_packages_are_the_folders_on_disk() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == PACKAGES
    tools = PROJECT["tool"]
    assert set(tools["importlinter"]["root_packages"]) == PACKAGES
    assert set(tools["mypy"]["packages"]) == PACKAGES
    assert set(tools["ruff"]["lint"]["isort"]["known-first-party"]) == PACKAGES


def contract(name: str) -> dict[str, Any]:
    return next(each for each in PROJECT["tool"]["importlinter"]["contracts"] if each["name"].startswith(name))


def test_the_import_contracts_name_every_folder() -> None:
    layers = {name for layer in contract("direction")["layers"] for name in layer.split(" | ")}
    assert layers == PACKAGES
    assert set(contract("channels")["modules"]) == set(packages("bot/channels"))
    assert set(contract("roles")["modules"]) == set(packages("handlers"))
    assert set(contract("only storage")["source_modules"]) == PACKAGES - {"storage"}
    assert set(contract("vendors")["source_modules"]) == PACKAGES - {"bot"}


def packages(folder: str) -> Iterator[str]:
    """The packages directly in a folder, with dots."""
    for found in (ROOT / folder).glob("*/__init__.py"):
        yield ".".join(found.parent.relative_to(ROOT).parts)


def test_the_readme_maps_the_five_folders() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        mapped = set(re.findall(r"^\| `(\w+)/` \|", text_of(readme), re.MULTILINE))
        assert mapped == PACKAGES, readme


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    versions = re.findall(r"^## \[?([\d.]+)\]?", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == PROJECT["project"]["version"]


def test_every_dependency_has_its_sentence() -> None:
    page = next((ROOT / "docs" / "decisions").glob("0008-*.md")).read_text("utf-8").lower()
    asked = [line for name in ("requirements.in", "requirements-dev.in") for line in text_of(name).splitlines()]
    names = [re.split(r"[<>=\[ ]", line)[0].lower() for line in asked if line and line[0] not in "#-"]
    assert not [name for name in names if f"| {name} |" not in page]
