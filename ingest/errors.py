"""Errors that ingest and its stores raise, grouped by who can act."""

from __future__ import annotations

import errno

# What the system calls an error → how we say it. In a message it stands behind the path.
OS_REASONS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EADDRINUSE: "已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
    errno.ECONNREFUSED: "连接不上",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
}


def os_reason(error: OSError) -> str:
    """Why the system refused; in its own words where we have none."""
    return OS_REASONS.get(error.errno or 0) or error.strerror or str(error)


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


class DatabaseDownError(StorageError):
    """The database server cannot be reached, or does not let us in."""

    code = "database_down"


class NoLibraryError(StorageError):
    """There is nothing to be read; what only reads does not make it."""

    code = "no_library"


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
