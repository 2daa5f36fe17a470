"""The file: a tar with the dump, the uploaded files and, last, the manifest; encrypted if there is a key.

Everything is read and written in one go, in pieces: memory does not grow with the site.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from operations.backup import BackupError
from operations.backup.encryption import MAGIC, DecryptingReader, EncryptingWriter, is_encrypted

FORMAT = 1
DUMP = "database.dump"
MEDIA = "media/"
MANIFEST = "manifest-"
BLOCK = 1024 * 1024
LONGEST_MANIFEST = 512 * 1024 * 1024


@dataclass
class Manifest:
    """What the file holds. ``rows`` by table; ``parts``: SHA-256 and size in bytes by name in the archive."""

    made_at: str
    version: str
    postgresql: int
    migrations: list[str]
    rows: dict[str, int]
    format: int = FORMAT
    parts: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """Whence and how much, for people."""
        rows = f"{sum(self.rows.values()):,} rows in {len(self.rows)} tables"
        return f"made {self.made_at} by version {self.version}; {rows}, {len(self.media):,} files"

    @property
    def media(self) -> dict[str, str]:
        """SHA-256 of each uploaded file by its name in the storage."""
        return {name.removeprefix(MEDIA): sha for name, (sha, _size) in self.parts.items() if name.startswith(MEDIA)}


class Hashing(io.RawIOBase):
    """Passes on what is read and computes its SHA-256."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """io's name."""
        data = self._source.read(size)
        self._sum.update(data)
        return data

    @property
    def digest(self) -> str:
        """Of all that was read so far, in hexadecimal."""
        return self._sum.hexdigest()


class Writer:
    """Adds parts one after the other; ``finish`` adds the manifest."""

    def __init__(self, target: BinaryIO, passphrase: bytes | None) -> None:
        self._sealed = EncryptingWriter(target, passphrase) if passphrase else None
        stream: Any = self._sealed or target
        self._tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - finish closes it
        self._parts: dict[str, tuple[str, int]] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """A part of ``size`` bytes. Raises ``BackupError`` when the source has fewer."""
        self._add(name, source, size)

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashing = Hashing(source)
        try:
            self._tar.addfile(member, hashing)
        except OSError as error:
            raise BackupError(f"{name} could not be read whole: {error}") from error
        self._parts[name] = (hashing.digest, size)

    def finish(self, manifest: Manifest) -> None:
        """Writes the manifest and the end."""
        manifest.parts = dict(self._parts)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        name = f"{MANIFEST}{hashlib.sha256(text).hexdigest()}.json"
        self._add(name, io.BytesIO(text), len(text))
        self._tar.close()
        if self._sealed:
            self._sealed.close()


def read(file: Path, passphrase: bytes | None, take: Callable[[str, IO[bytes]], None]) -> Manifest:
    """Goes through the whole file; gives each part but the manifest to ``take``, which need not read it to the end.

    Raises ``BackupError`` when the key is missing or wrong, when anything differs from what was written, or when the
    archive holds what a backup never holds, such as links and paths that lead out of it.
    """
    found: dict[str, tuple[str, int]] = {}
    manifest: Manifest | None = None
    try:
        with _members(file, passphrase) as members:
            for member, source in members:
                if manifest is not None:
                    raise BackupError(f"The backup goes on after its end, with “{member.name}”.")
                hashing = Hashing(source)
                if member.name.startswith(MANIFEST):
                    if member.size > LONGEST_MANIFEST:
                        raise BackupError("The backup's manifest is too long.")
                    manifest = _manifest(member.name, hashing.read())
                    continue
                if member.name in found:
                    raise BackupError(f"The backup holds “{member.name}” twice.")
                take(member.name, hashing)  # type: ignore[arg-type]
                while hashing.read(BLOCK):
                    pass
                found[member.name] = (hashing.digest, member.size)
    except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise BackupError(f"The backup is damaged or cut: {error}.") from error
    if manifest is None:
        raise BackupError("The backup is cut: its end is missing.")
    if different := sorted(
        name for name in found.keys() | manifest.parts if found.get(name) != manifest.parts.get(name)
    ):
        raise BackupError(f"The backup is damaged: “{different[0]}” is not what was written.")
    if DUMP not in found:
        raise BackupError("The backup holds no database.")
    return manifest


@contextmanager
def _members(file: Path, passphrase: bytes | None) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes]]]]:
    with ExitStack() as stack:
        source: Any = stack.enter_context(file.open("rb"))
        beginning = source.peek(len(MAGIC))[: len(MAGIC)]
        if is_encrypted(beginning):
            if not passphrase:
                raise BackupError("The backup is encrypted: set BACKUP_KEY or BACKUP_KEY_FILE.")
            source = io.BufferedReader(DecryptingReader(source, passphrase), BLOCK)
        tar = stack.enter_context(tarfile.open(fileobj=source, mode="r|"))

        def each() -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
            for member in tar:
                _refuse_strange(member)
                yield member, tar.extractfile(member) or io.BytesIO()
            # Up to the very end, so that the last encrypted piece is verified too.
            while source.read(BLOCK):
                pass

        yield each()


def _refuse_strange(member: tarfile.TarInfo) -> None:
    path = PurePosixPath(member.name)
    plain = member.isreg() and not path.is_absolute() and ".." not in path.parts and "\\" not in member.name
    known = member.name == DUMP or member.name.startswith(MANIFEST) or member.name.startswith(MEDIA)
    if not plain or not known or str(path) != member.name:
        raise BackupError(f"The archive holds “{member.name}”, which no backup holds. It is refused as a whole.")


def _manifest(name: str, text: bytes) -> Manifest:
    if name != f"{MANIFEST}{hashlib.sha256(text).hexdigest()}.json":
        raise BackupError("The backup is damaged: its manifest is not what was written.")
    try:
        values = json.loads(text)
        if values["format"] > FORMAT:
            raise BackupError(
                f"The backup has form {values['format']}; this version of the site reads up to {FORMAT}. Restore it "
                "with the version that made it, or a newer one."
            )
        values["parts"] = {part: (sha, size) for part, (sha, size) in values["parts"].items()}
        return Manifest(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"The backup's manifest cannot be read: {error}") from error
