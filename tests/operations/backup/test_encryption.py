"""Encrypted files: what was written comes back, and whatever else is refused."""

import io

import pytest

from operations.backup import BackupError
from operations.backup.encryption import HEADER, PIECE, TAG, DecryptingReader, EncryptingWriter

KEY = "ключ от копии".encode()


def encrypted(content: bytes) -> bytes:
    target = io.BytesIO()
    with EncryptingWriter(target, KEY) as writer:
        for start in range(0, len(content), 10_000):
            writer.write(content[start : start + 10_000])
    return target.getvalue()


def decrypted(text: bytes, key: bytes = KEY) -> bytes:
    return io.BufferedReader(DecryptingReader(io.BytesIO(text), key)).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_written_comes_back(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    sealed = encrypted(content)
    assert decrypted(sealed) == content
    assert content[:40] not in sealed or size < 2


def test_the_same_content_never_looks_the_same() -> None:
    assert encrypted(b"x" * 100)[HEADER:] != encrypted(b"x" * 100)[HEADER:]


def test_another_key_is_recognised_before_anything_is_read() -> None:
    with pytest.raises(BackupError, match="another key"):
        decrypted(encrypted(b"secret"), b"another")


@pytest.mark.parametrize("length", [0, 5, HEADER - 1])
def test_a_cut_header_is_told(length: int) -> None:
    with pytest.raises(BackupError, match="cut"):
        decrypted(encrypted(b"secret")[:length])


@pytest.mark.parametrize("where", [HEADER - 1, HEADER, HEADER + PIECE + TAG + 3, -1])
def test_a_changed_byte_is_noticed(where: int) -> None:
    sealed = bytearray(encrypted(b"y" * 2 * PIECE))
    sealed[where] ^= 1
    with pytest.raises(BackupError, match="damaged or cut"):
        decrypted(bytes(sealed))


def test_a_file_cut_between_two_pieces_is_noticed() -> None:
    sealed = encrypted(b"z" * 3 * PIECE)
    with pytest.raises(BackupError, match="damaged or cut"):
        decrypted(sealed[: HEADER + 2 * (PIECE + TAG)])


def test_exchanged_pieces_are_noticed() -> None:
    sealed = encrypted(b"z" * 3 * PIECE)
    first, second = HEADER + PIECE + TAG, HEADER + 2 * (PIECE + TAG)
    with pytest.raises(BackupError, match="damaged or cut"):
        decrypted(sealed[:HEADER] + sealed[first:second] + sealed[HEADER:first] + sealed[second:])
