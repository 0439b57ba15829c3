"""What stands between code that was handed in and the machine: bubblewrap's words.

Inside, one can read the system's programs, this Python environment and the package
``course``, and write to a small disk that ends with the sandbox. There is no network,
no other process, no home, no course directory and no environment variable of ours.

Root is no special case inside: as root, the limit on processes would be void, so one
sandbox that only hides files is put around a second one that is started by nobody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

# The place with room to write. No path of a real system begins like this, so that no
# folder shown can come to lie in it, and who has one is inside.
ROOM = Path("/fourlenses-sandbox")

# A quarter as much again each for temporary files and for shared memory.
SMALL_ROOMS = (Path("/tmp"), Path("/dev/shm"))

# Where Linux keeps what every program needs; each is taken if it is there.
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
_SYSTEM_FILES = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
)

# The user that Linux keeps for those who own nothing.
_NOBODY = 65534

# No modules beyond these two, whatever the environment has.
_AS_NOBODY = (
    "import os, sys; "
    "os.setgroups([]); "
    f"os.setresgid({_NOBODY}, {_NOBODY}, {_NOBODY}); "
    f"os.setresuid({_NOBODY}, {_NOBODY}, {_NOBODY}); "
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def environment_inside(room: Path) -> dict[str, str]:
    """Return all the environment variables that code in a sandbox finds.

    Parameters
    ----------
    room : Path
        The folder with ``home``, ``run`` and ``submission``.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> environment_inside(ROOM)["HOME"]
    '/fourlenses-sandbox/home'
    """
    one_thread = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
    return {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), "/usr/bin", "/bin")),
        "HOME": str(room / "home"),
        "USER": "learner",
        "LOGNAME": "learner",
        "LANG": "C.UTF-8",
        "JUPYTER_RUNTIME_DIR": str(room / "run"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # As nbgrader sets it.
        "NBGRADER_EXECUTION": "autograde",
        # A module that was handed in must not stand in for an installed one.
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        # Arithmetic libraries start a thread for each core, and glibc reserves
        # 64 MB for each thread: both would count against the limits.
        "MALLOC_ARENA_MAX": "2",
        **{f"{library}_NUM_THREADS": "1" for library in one_thread},
    }


def wrapped(command: list[str], bwrap: str, disk_mb: int) -> list[str]:
    """Return the command that runs `command` in a sandbox.

    Parameters
    ----------
    command : list of str
        Of programs and files that can be read inside. It becomes process 1 there, so
        that nothing inside can kill or stop it, and all ends when it ends.
    bwrap : str
        Path of bubblewrap, version 0.8 or newer.
    disk_mb : int

    Returns
    -------
    list of str

    Examples
    --------
    >>> words = wrapped(["true"], "/usr/bin/bwrap", 64)
    >>> words[-1], "--unshare-net" in words
    ('true', True)
    """
    small = max(disk_mb // 4, 1)
    inner = [
        bwrap,
        "--unshare-user",
        "--unshare-ipc",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--disable-userns",
        "--as-pid-1",
        "--die-with-parent",
        "--new-session",
        *("--uid", str(_NOBODY), "--gid", str(_NOBODY)),
        *("--hostname", "sandbox"),
        "--clearenv",
        *_setenv(environment_inside(ROOM)),
        *("--proc", "/proc", "--dev", "/dev"),
        *_tmpfs(ROOM, disk_mb),
        *(word for path in SMALL_ROOMS for word in _tmpfs(path, small)),
        *_shown(bwrap),
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", "/", "--", *command),
    ]
    return inner if os.geteuid() else _as_nobody(inner, bwrap)


def _as_nobody(inner: list[str], bwrap: str) -> list[str]:
    """Let nobody start the sandbox, with root's help to find the files in it.

    A Python below root's home, say, cannot be reached by others. In this outer view
    it can, and little else exists.
    """
    return [
        bwrap,
        "--unshare-pid",
        "--die-with-parent",
        *("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"),
        # The whole of it: else Linux lets nobody mount a new one.
        *("--dev-bind", "/proc", "/proc"),
        *("--dev", "/dev", "--dir", "/tmp"),
        *_shown(bwrap),
        *("--", sys.executable, "-I", "-S", "-c", _AS_NOBODY, *inner),
    ]


def shown_folders(bwrap: str) -> list[Path]:
    """List what can be read inside, each at its own place.

    Parameters
    ----------
    bwrap : str

    Returns
    -------
    list of Path
        Folders and single files, those that contain others first.

    Examples
    --------
    >>> Path(sys.prefix) in shown_folders("/usr/bin/bwrap")
    True
    """
    package = Path(__file__).resolve().parents[2]
    wanted = [
        *(Path(name) for name in (*_SYSTEM, *_SYSTEM_FILES)),
        *(Path(sys.prefix), Path(sys.base_prefix)),
        *(Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()),
        # Never the folder it lies in: that may hold the keys.
        package,
        Path(bwrap),
    ]
    shown: list[Path] = []
    for path in sorted(set(wanted), key=lambda path: len(path.parts)):
        covered = any(path.is_relative_to(other) for other in shown)
        if path.exists() and not covered:
            shown.append(path)
    return shown


def _shown(bwrap: str) -> Iterator[str]:
    made: set[Path] = set()
    for path in shown_folders(bwrap):
        # Left to itself, bubblewrap makes these so that only their owner may pass.
        for parent in reversed(path.parents[:-1]):
            if parent not in made and parent not in SMALL_ROOMS:
                yield from ("--dir", str(parent))
            made.add(parent)
        if path.is_symlink() and path.is_dir():
            yield from ("--symlink", os.readlink(path), str(path))
        else:
            yield from ("--ro-bind", str(path), str(path))
    yield from _links_to_python(bwrap, made)


def _links_to_python(bwrap: str, made: set[Path]) -> Iterator[str]:
    """Show the links by which the program ``python`` leads to the real one."""
    link = Path(sys.executable)
    while link.is_symlink():
        target = link.parent / os.readlink(link)
        link = Path(os.path.normpath(target))
        if link.is_symlink() and not any(
            link.is_relative_to(folder) for folder in shown_folders(bwrap)
        ):
            for parent in reversed(link.parents[:-1]):
                if parent not in made:
                    yield from ("--dir", str(parent))
                made.add(parent)
            yield from ("--symlink", os.readlink(link), str(link))


def _tmpfs(path: Path, megabytes: int) -> tuple[str, ...]:
    size = str(megabytes * 1024 * 1024)
    return ("--perms", "0700", "--size", size, "--tmpfs", str(path))


def _setenv(variables: dict[str, str]) -> Iterator[str]:
    for name, value in variables.items():
        yield from ("--setenv", name, value)
