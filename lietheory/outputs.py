"""Output files: checked before any work, written whole or not at all, never through a link or onto a device.

A path is an output where its last component is a regular file or is not there. A link there is refused rather than
followed, since whoever made it chose what is overwritten; a device, a pipe or a socket has no content to replace. Checking
creates nothing, so a command that is refused leaves nothing behind.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lietheory.errors import FileFormatError, shown
from lietheory.paths import as_path

_LOCK = ".lietheory.lock"
_TEMPORARY = ".lietheory-"
_ABANDONED = 3600.0  # seconds since a temporary file was written to, after which its writer must have been killed
_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


def require_output(path: str | Path) -> Path:
    """The path, if a file can be written there; creates nothing.

    Raises:
        FileFormatError: a link, a device or a folder is in its place; a folder above it cannot be made or written to.
    """
    path = as_path(path, f"write {shown(path)}")
    kind = _kind(path)
    if kind is not None and kind != stat.S_IFREG:
        raise _refusal(path, "a regular file or a new one", _KINDS.get(kind, "no regular file"), "Give another path.")
    require_writable(path.parent)
    return path


def require_writable(folder: str | Path) -> Path:
    """The folder, if files can be written there or it can be made; creates nothing.

    Raises:
        FileFormatError: it cannot be made or written to.
    """
    folder = as_path(folder, f"write {shown(folder)}")
    there = folder
    while _kind(there) is None and there != there.parent:
        there = there.parent
    try:
        is_folder = there.is_dir()
    except OSError as problem:  # a link that leads back to itself
        raise _unusable(folder, problem) from None
    if not is_folder:
        raise _refusal(folder, "a directory that can be written to", f"{there}, which is no folder", "Give another path.")
    if not os.access(there, os.W_OK | os.X_OK):
        cure = "Give another path, or correct its permissions."
        raise _refusal(folder, "a directory that can be written to", f"no permission to write in {there}", cure)
    return folder


def write_whole(path: str | Path, content: bytes | str) -> Path:
    """Write ``content`` to ``path`` so that a reader gets the old file or the new one, never a part.

    A new file has the permissions that the umask leaves, an old one keeps its own. Parts of names that are no text are
    written with backslashes.

    Raises:
        FileFormatError: the path is no output, or the disk does not take it.
    """
    path = require_output(path)
    data = content.encode(errors="backslashreplace") if isinstance(content, str) else content
    temporary = path.with_name(f"{_TEMPORARY}{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path.parent)
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())  # a power cut could else leave the new name without its content
        if path.is_file():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        os.replace(temporary, path)
    except BaseException as problem:
        temporary.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise _unusable(path, problem) from None
        raise
    return path


@contextmanager
def locked(folder: str | Path) -> Iterator[Path]:
    """The folder, made if it is missing, which no other process can lock while the block runs.

    A folder that was made for this and holds nothing when the block fails is removed again.

    Raises:
        FileFormatError: another process uses it, or it cannot be written to.
    """
    from filelock import FileLock, Timeout

    folder = require_writable(folder)
    lock_file = require_output(folder / _LOCK)
    made = [above for above in (folder, *folder.parents) if _kind(above) is None]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_file, timeout=0)
        lock.acquire()
    except Timeout:
        cure = "Wait until it ends, or give another folder."
        raise _refusal(
            folder, "a folder that no other run uses", f"one that another process has locked with {_LOCK}", cure
        ) from None
    except (OSError, NotImplementedError) as problem:
        raise _unusable(folder, problem) from None
    try:
        yield folder
    except BaseException:
        with suppress(OSError):  # of a folder that another process has begun to use
            if made and [path.name for path in folder.iterdir()] == [_LOCK]:
                lock_file.unlink()  # while it is held: afterwards it may be another's
                for above in made:
                    above.rmdir()
        raise
    finally:
        lock.release()


def is_full(problem: OSError) -> bool:
    """Whether the disk, the user's share of it or the size that a file may have is used up."""
    return problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _remove_abandoned(folder: Path) -> None:
    """Remove what writers that were killed left in a folder."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        with suppress(OSError):  # another process was faster
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def _kind(path: Path) -> int | None:
    """What is at a path, not following a link there; None if nothing is.

    Raises:
        FileFormatError: a name that no file can have.
    """
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as problem:  # too long, no permission, or with a null character
        raise _unusable(path, problem) from None


def _unusable(path: Path, problem: Exception) -> FileFormatError:
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    if isinstance(problem, OSError) and is_full(problem):
        return _refusal(path, "a disk with room", f"{reason}: {path.parent}", "Make room, and run it again.")
    return _refusal(
        path, "a directory that can be written to", f"{reason}: {path.parent}", "Give another path, or correct its permissions."
    )


def _refusal(path: Path, expected: str, got: str, cure: str) -> FileFormatError:
    return FileFormatError(f"write {path}", expected, got, cure)
