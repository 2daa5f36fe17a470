"""A file in pieces that are encrypted and authenticated each: nothing is ever believed that was not verified.

The header names the form, then the salt of the key, a value by which a wrong key is recognised, and the beginning of
the nonces. Pieces of 64 KiB follow, each AES-256-GCM with the header as additional data; the nonce holds the piece's
number and whether it is the last one, so that pieces cannot be exchanged, repeated or cut off (the STREAM
construction; Hoang, Reyhanitabar, Rogaway, Vizár 2015). The key comes from the passphrase by scrypt (RFC 7914).
"""

import hashlib
import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from operations.backup import BackupError

MAGIC = b"KB-BACKUP-AES-1\n"
PIECE = 64 * 1024
TAG = 16
SALT, CHECK, PREFIX = 16, 16, 7
HEADER = len(MAGIC) + SALT + CHECK + PREFIX
# 32 MiB of memory and about a tenth of a second for each guess.
SCRYPT = {"n": 2**15, "r": 8, "p": 1}


def is_encrypted(beginning: bytes) -> bool:
    """Whether a file that begins so was written by ``EncryptingWriter``."""
    return beginning.startswith(MAGIC)


def _keys(passphrase: bytes, salt: bytes) -> tuple[bytes, bytes]:
    derived = Scrypt(salt=salt, length=64, **SCRYPT).derive(passphrase)
    return derived[:32], hashlib.sha256(derived[32:]).digest()[:CHECK]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


class EncryptingWriter(io.RawIOBase):
    """Encrypts what is written to it into ``target``. Only ``close`` makes it whole; ``target`` stays open."""

    def __init__(self, target: BinaryIO, passphrase: bytes) -> None:
        self._target = target
        self._number = 0
        self._waiting = bytearray()
        salt, self._prefix = os.urandom(SALT), os.urandom(PREFIX)
        key, check = _keys(passphrase, salt)
        self._cipher = AESGCM(key)
        self._header = MAGIC + salt + check + self._prefix
        target.write(self._header)

    def writable(self) -> bool:
        """io's name: yes."""
        return True

    def write(self, data: object) -> int:
        """io's name: takes all of ``data``."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._waiting += view
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(view)

    def close(self) -> None:
        """Writes the last piece."""
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
            super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, piece, self._header))
        self._number += 1


class DecryptingReader(io.RawIOBase):
    """Reads what ``EncryptingWriter`` wrote.

    Raises ``BackupError`` when the key is another one, and, on reading, when the file was changed or cut.
    """

    def __init__(self, source: BinaryIO, passphrase: bytes) -> None:
        self._source = source
        self._number = 0
        self._ready = b""
        self._header = source.read(HEADER)
        if len(self._header) < HEADER or not is_encrypted(self._header):
            raise BackupError("The file is cut in its first bytes.")
        at = len(MAGIC)
        salt, check = self._header[at : at + SALT], self._header[at + SALT : at + SALT + CHECK]
        self._prefix = self._header[-PREFIX:]
        key, expected = _keys(passphrase, salt)
        if check != expected:
            raise BackupError("The backup was encrypted with another key than BACKUP_KEY or BACKUP_KEY_FILE holds.")
        self._cipher = AESGCM(key)
        self._ahead = source.read(PIECE + TAG)
        self._ended = False

    def readable(self) -> bool:
        """io's name: yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """io's name: fills as much of the buffer as one piece has."""
        while not self._ready and not self._ended:
            self._next()
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _next(self) -> None:
        piece, self._ahead = self._ahead, self._source.read(PIECE + TAG)
        self._ended = not self._ahead
        try:
            self._ready = self._cipher.decrypt(
                _nonce(self._prefix, self._number, last=self._ended), piece, self._header
            )
        except (InvalidTag, ValueError) as error:
            raise BackupError("The backup is damaged or cut: a piece of it is not what was written.") from error
        self._number += 1
