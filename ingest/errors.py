"""Errors that ingest and its stores raise, grouped by who can act."""

from __future__ import annotations


class WenjuError(Exception):
    """Any error that wenju raises on purpose; `code` names it in JSON, the message is for the reader."""

    code = "error"


class CorpusError(WenjuError):
    """A report file or the manifest has to be repaired."""

    code = "corpus_error"


class EmptyFileError(CorpusError):
    code = "empty_file"


class BinaryFileError(CorpusError):
    code = "binary_file"


class EncodingError(CorpusError):
    code = "wrong_encoding"


class FileAccessError(CorpusError):
    code = "file_access"


class FileTooLargeError(CorpusError):
    code = "file_too_large"


class UnsupportedFormatError(CorpusError):
    code = "unsupported_format"


class ManifestError(CorpusError):
    code = "manifest_error"


class TermsError(CorpusError):
    """A terms or regions file does not say what it must."""

    code = "terms_error"
    line = 0  # of the file, where it is known


class TermsRejectedError(CorpusError):
    """Terms that somebody wants to add do not go with those that are there."""

    code = "terms_rejected"


class SettingsError(WenjuError):
    """A setting is unknown, malformed or points at something that is missing."""

    code = "settings_error"


class StorageError(WenjuError):
    """The data directory cannot be read or written (disk full, no permission, damaged)."""

    code = "storage_error"


class LibraryLockedError(StorageError):
    """Another process owns the data directory."""

    code = "library_locked"


class EmbedderMismatchError(StorageError):
    """The library was made with another embedding model."""

    code = "embedder_mismatch"


class EmbedderError(WenjuError):
    """The embedding model cannot be unpacked or loaded."""

    code = "embedder_error"


class GroupError(WenjuError):
    """The name of a group cannot be used."""

    code = "group_error"


class NotFoundError(WenjuError):
    """No report or paragraph has the id asked for."""

    code = "not_found"
