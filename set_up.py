"""Make the course ready to run: its own ``.venv``, filled as the lock says.

``make setup`` runs this file. On a computer without make it is run by hand, as
``py set_up.py`` on Windows. A second run finds nothing to do and takes a moment.

Only the standard library is used: this runs before anything is installed. And the file
must still be readable by a Python too old for the course, so that it can say so: hence
its bare annotations.
"""

import importlib.util
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
# Kept in the environment itself, so that removing the one removes the other.
STAMP = Path(".venv", "set-up-as")


def lacking(version: tuple, modules: set) -> str:
    """Say what this computer lacks, and what to do about it.

    Parameters
    ----------
    version : tuple of int
        Of the Python that is running, as in ``sys.version_info``.
    modules : set of str
        Which of ``venv`` and ``ensurepip`` that Python has.

    Returns
    -------
    str
        A sentence or two for the person at the keyboard; empty if all is there.

    Examples
    --------
    >>> lacking((3, 11, 2), {"venv", "ensurepip"})
    ''
    >>> print(lacking((3, 9, 1), {"venv", "ensurepip"}))
    Four Lenses needs Python 3.11 or newer, and this is Python 3.9. ...
    """
    if tuple(version[:2]) < OLDEST_PYTHON:
        needed, found = (
            "{}.{}".format(*numbers) for numbers in (OLDEST_PYTHON, version)
        )
        return (
            f"Four Lenses needs Python {needed} or newer, and this is Python {found}. "
            "Install a newer Python and run this again; with make, name it if it is "
            "not the usual one: make setup PYTHON=python3.12"
        )
    if not {"venv", "ensurepip"} <= modules:
        return (
            "This Python cannot make an environment of its own, because its venv part "
            "is not installed. On Debian and Ubuntu this installs it: "
            "sudo apt install python3-venv. Then run this again."
        )
    return ""


def fingerprint(root: Path) -> str:
    """Tell apart any two states of the project that need different installs.

    Parameters
    ----------
    root : Path
        The project's folder.

    Returns
    -------
    str
        A SHA-256 in hexadecimal digits, over the names and contents of the lock,
        ``pyproject.toml`` and every file that is copied out of ``course/lab``.
    """
    files = [root / "requirements.lock", root / "pyproject.toml"]
    files += sorted(path for path in (root / "course/lab").rglob("*") if path.is_file())
    digest = sha256()
    for path in files:
        content = path.read_bytes()
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def locked(package: str, lock: str) -> str:
    r"""Cut one package, with its hashes, out of the text of a lock.

    Parameters
    ----------
    package : str
        As the lock spells it.
    lock : str
        The text of ``requirements.lock``.

    Returns
    -------
    str
        The package's lines, a requirements file of its own.

    Examples
    --------
    >>> lock = "six==1.17 \\\n    --hash=a\nuv==2 \\\n    --hash=b\n    # via x\n"
    >>> print(locked("uv", lock))
    uv==2 \
        --hash=b
    """
    lines = lock.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith(f"{package}=="))
    last = first
    while lines[last].endswith("\\"):
        last += 1
    return "\n".join(lines[first : last + 1])


def set_up(root: Path) -> None:
    """Create or update ``.venv`` in `root`, unless it is as it should be already.

    Parameters
    ----------
    root : Path
        The project's folder.

    Raises
    ------
    subprocess.CalledProcessError
        If a step fails; what it wrote has been shown by then. The next run begins
        with the same step.
    """
    python = _python_of(root / ".venv")
    stamp = root / STAMP
    # Scripts in an environment know its place: one that was moved is made anew.
    wanted = f"{root}\n{fingerprint(root)}\n"
    found = stamp.read_text("utf-8") if stamp.exists() else ""
    usable = _runs(python) and found.split("\n")[0] in ("", str(root))
    if usable and found == wanted:
        return

    print("Setting up Four Lenses in .venv. The first time takes a minute or two.")
    stamp.unlink(missing_ok=True)
    if not usable:
        _run(sys.executable, "-m", "venv", "--clear", str(root / ".venv"))
    _install_uv(root, python)
    # Before the project itself, which is built with what the lock has brought.
    _uv(root, python, "--require-hashes", "-r", "requirements.lock")
    _uv(root, python, "--no-deps", "--no-build-isolation", "--editable", ".")
    stamp.write_text(wanted, "utf-8")
    print("Four Lenses is set up.")


def _is_installed(module: str) -> bool:
    found = importlib.util.find_spec(module)
    # An empty folder that a package manager left behind has no origin.
    return found is not None and found.origin is not None


def _python_of(environment: Path) -> Path:
    windows = environment / "Scripts" / "python.exe"
    return windows if os.name == "nt" else environment / "bin" / "python"


def _runs(python: Path) -> bool:
    """Whether the environment is whole; a Python upgrade may have broken it."""
    if not python.exists():
        return False
    check = [str(python), "-I", "-c", "import pip"]
    return subprocess.run(check, capture_output=True).returncode == 0


def _install_uv(root: Path, python: Path) -> None:
    only_uv = root / ".venv" / "uv.txt"
    lock = (root / "requirements.lock").read_text("utf-8")
    only_uv.write_text(locked("uv", lock), "utf-8")
    pip = (str(python), "-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(*pip, "install", "--require-hashes", "--requirement", str(only_uv))


def _uv(root: Path, python: Path, *arguments: str) -> None:
    install = (str(python), "-m", "uv", "pip", "install", "--python", str(python))
    _run(*install, *arguments, cwd=root)


def _run(*command: str, cwd: Path = ROOT) -> None:
    # Hospitals often sign the traffic of their network with a certificate of their
    # own, which the system knows and uv by itself does not.
    environment = {"UV_SYSTEM_CERTS": "true", **os.environ}
    subprocess.run(command, check=True, cwd=cwd, env=environment)


def main() -> None:
    """Set up the project this file lies in, and end with a sentence if that fails."""
    modules = {name for name in ("venv", "ensurepip") if _is_installed(name)}
    problem = lacking(sys.version_info, modules)
    if problem:
        sys.exit(problem)
    try:
        set_up(ROOT)
    except subprocess.CalledProcessError:
        sys.exit(
            "Setting up did not finish; the lines above say why. None of your work "
            "was touched. When the cause is mended, run the same command again."
        )


if __name__ == "__main__":
    main()
