"""The lists of what is installed agree, and so do the places that name the version."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import course

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DEPENDENCIES = PROJECT["project"]["dependencies"]
OPTIONAL = PROJECT["project"]["optional-dependencies"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
HUB = ROOT / "deploy" / "hub"
LOCK_OF_HUB = (HUB / "requirements.lock").read_text("utf-8")


def entries_of(lock):
    """Cut a lock into entries: a first line, and all lines that belong to it."""
    return re.findall(r"^(\S.*(?:\n\s+.*)*)", re.sub(r"(?m)^#.*\n", "", lock), re.M)


ENTRIES = entries_of(LOCK)

# Packages of a hub's environment, which is not this one, by what is imported of them.
HUBS_OWN = {
    "cachetools": ["cachetools"],
    "jupyterhub": ["jupyterhub"],
    "ltiauthenticator": ["jupyterhub-ltiauthenticator"],
}


def entry_requirement(entry):
    """Read the requirement an entry of the lock begins with."""
    return Requirement(entry.splitlines()[0].rstrip(" \\"))


def imported_tops(source):
    """List the top-level names that a module imports, relative imports apart."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def declared():
    """List all requirements that pyproject.toml names, of the course and its tests."""
    groups = PROJECT["dependency-groups"].values()
    listed = [*DEPENDENCIES, *(r for group in groups for r in group)]
    return [Requirement(requirement) for requirement in listed]


@pytest.mark.parametrize("requirement", declared(), ids=lambda r: r.name)
def test_what_the_project_names_is_locked_at_a_version_it_allows(requirement):
    """If this fails: run `make lock`, and commit what it wrote."""
    name = canonicalize_name(requirement.name)
    pins = [
        pin
        for pin in map(entry_requirement, ENTRIES)
        if canonicalize_name(pin.name) == name
    ]

    assert pins
    for pin in pins:
        (version,) = (specifier.version for specifier in pin.specifier)
        assert requirement.specifier.contains(version)


def test_what_the_course_imports_is_named_in_the_project():
    """Nothing it uses is there only because something else happens to use it."""
    wanted = [*DEPENDENCIES, *chain(*OPTIONAL.values())]
    named = {canonicalize_name(Requirement(one).name) for one in wanted}
    owners = HUBS_OWN | packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "course").rglob("*.py")
        for module in imported_tops(path.read_text("utf-8"))
        if module != "course" and module not in sys.stdlib_module_names
        if not {canonicalize_name(owner) for owner in owners.get(module, [])} & named
    }

    assert undeclared == set()


@pytest.mark.parametrize("lock", [LOCK, LOCK_OF_HUB], ids=["course", "hub"])
def test_each_entry_of_a_lock_is_exact_and_has_a_hash(lock):
    """What was tried is what is installed, to the byte."""
    assert len(entries_of(lock)) > 100
    for entry in entries_of(lock):
        assert [s.operator for s in entry_requirement(entry).specifier] == ["=="], entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", [LOCK, LOCK_OF_HUB], ids=["course", "hub"])
def test_a_lock_names_no_place(lock):
    """Where packages come from is each computer's own affair."""
    assert "://" not in lock
    assert not re.search(r"(?m)^\s*(-i|-f|-e|--(?!hash=))", lock)
    assert not re.search(r" @ |file:|localhost", lock)


def test_a_hub_has_the_versions_that_were_tested():
    """What both locks name, they name alike; and the hub's has what its group names."""
    pinned = {
        lock: {
            canonicalize_name(pin.name): pin.specifier
            for pin in map(entry_requirement, entries_of(lock))
            if pin.marker is None or pin.marker.evaluate({"sys_platform": "linux"})
        }
        for lock in (LOCK, LOCK_OF_HUB)
    }
    ours, hubs = pinned.values()

    assert {n: hubs[n] for n in hubs if n in ours} == {
        n: ours[n] for n in hubs if n in ours
    }
    for requirement in map(Requirement, OPTIONAL["hub"]):
        (version,) = (one.version for one in hubs[requirement.name])
        assert requirement.specifier.contains(version)


def test_the_lock_of_the_proxy_is_exact_and_names_no_registry():
    """As for Python's packages; npm keeps to it."""
    wanted = json.loads((HUB / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((HUB / "package-lock.json").read_text("utf-8"))["packages"]
    installed = {name: about for name, about in packages.items() if name}

    assert {
        name: installed[f"node_modules/{name}"]["version"] for name in wanted
    } == wanted
    assert all(about["integrity"] for about in installed.values())
    assert not any("resolved" in about for about in installed.values())


def test_conda_gets_python_and_pip_and_the_lock():
    """One list of versions, whichever way it is installed."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    python, pip, section = environment["dependencies"]

    assert environment["name"] == PROJECT["project"]["name"]
    assert python == "python" + PROJECT["project"]["requires-python"]
    assert pip == "pip"
    assert section == {"pip": ["-r requirements.lock"]}


def test_the_version_is_the_same_wherever_it_is_named():
    """A citation, a changelog and an installed package mean the same release."""
    version = PROJECT["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"(?m)^## \[(\d.*?)\] - (\S+)$", changelog)

    assert course.__version__ == version
    assert citation["version"] == version
    assert releases[0] == (version, str(citation["date-released"]))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """What people install, built from this tree; the names of the files in it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    finished = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    (path,) = folder.glob("*.whl")
    return ZipFile(path).namelist()


def test_the_wheel_holds_the_course_and_nothing_of_the_instructors(wheel):
    """Lessons with their keys, and learners' work, are not part of the package."""
    data = f"fourlenses-{course.__version__}.data"
    information = f"fourlenses-{course.__version__}.dist-info"
    tops = {name.split("/")[0] for name in wheel}

    assert tops == {"course", data, information}
    assert not [name for name in wheel if re.search(r"/source/|/submitted/", name)]
    assert not [name for name in wheel if re.search(r"\bkeys?\.(toml|json)$", name)]


def test_the_wheel_holds_each_file_of_the_course(wheel):
    """Sentences, scripts and style sheets are as much the course as its code."""
    kinds = {".py", ".toml", ".js", ".css", ".html", ".json", ".csv", ".svg"}
    tracked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "course").rglob("*")
        if path.suffix in kinds
    }

    assert tracked - set(wheel) == set()


def test_the_wheel_puts_the_files_for_jupyterlab_where_it_looks(wheel):
    """Without them a lesson does not open ready, and the interface is not calm."""
    shared = f"fourlenses-{course.__version__}.data/data/"
    places = {name.removeprefix(shared) for name in wheel if name.startswith(shared)}

    assert "share/jupyter/labextensions/fourlenses/package.json" in places
    assert "etc/jupyter/labconfig/default_setting_overrides.json" in places
    assert "etc/ipython/ipython_kernel_config.py" in places
