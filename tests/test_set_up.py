"""Set-up says what a computer lacks, and notices when there is something to do."""

import runpy
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SET_UP = runpy.run_path(str(ROOT / "set_up.py"))
lacking, fingerprint, locked = (
    SET_UP[name] for name in ("lacking", "fingerprint", "locked")
)


@pytest.fixture
def project(tmp_path):
    """The files that an installation is made from."""
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "course/lab/static").mkdir(parents=True)
    (tmp_path / "course/lab/static/plugin.js").write_text("// one", "utf-8")
    (tmp_path / "course/rooms.py").write_text("", "utf-8")
    return tmp_path


def test_a_python_with_all_it_takes_lacks_nothing():
    """The oldest Python that serves is not refused, nor is a much newer one."""
    for version in [(3, 11, 0), (3, 14, 1), (4, 0, 0)]:
        assert lacking(version, {"venv", "ensurepip"}) == ""


def test_an_old_python_is_named_with_what_to_do():
    """Both versions are in the sentence, even if venv is missing too."""
    sentence = lacking((3, 10, 12), set())

    assert "3.11" in sentence and "3.10" in sentence
    assert "PYTHON=" in sentence


@pytest.mark.parametrize("modules", [{"venv"}, {"ensurepip"}, set()])
def test_a_python_without_venv_is_told_the_package_to_install(modules):
    """Debian leaves out ensurepip; others leave out both."""
    assert "apt install python3-venv" in lacking((3, 11, 2), modules)


@pytest.mark.parametrize(
    "changed", ["requirements.lock", "pyproject.toml", "course/lab/static/plugin.js"]
)
def test_a_change_in_what_is_installed_is_noticed(project, changed):
    """The files under course/lab are copied, so an old copy must not stay."""
    before = fingerprint(project)
    with (project / changed).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert fingerprint(project) != before


def test_a_new_file_for_jupyterlab_is_noticed(project):
    """A file is part of what is installed from the moment it is there."""
    before = fingerprint(project)
    (project / "course/lab/static/style.css").write_text("", "utf-8")

    assert fingerprint(project) != before


def test_a_change_in_the_code_installs_nothing(project):
    """The code is read where it lies."""
    before = fingerprint(project)
    (project / "course/rooms.py").write_text("changed = True", "utf-8")

    assert fingerprint(project) == before


def test_uv_is_cut_out_of_the_real_lock_with_its_hashes():
    """What installs everything else is itself held to a hash."""
    lines = locked("uv", (ROOT / "requirements.lock").read_text("utf-8")).splitlines()

    assert lines[0].startswith("uv==")
    assert len(lines) > 1
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])
