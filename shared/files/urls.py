"""From a URL to the files behind it."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from shared.files.folder import FolderFiles
from shared.files.port import Files


class FilesUrlInvalid(ValueError):
    """The URL names no place where files can be kept."""


def files_at(url: str, key_id: str = "", secret: str = "") -> Files:
    """The files that `file:///folder` or `s3://bucket/prefix?endpoint=…&region=…` names. Raises FilesUrlInvalid.

    Without `key_id` and `secret` boto3 finds its credentials as it always does, from the machine's own role for one.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return FolderFiles(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return _s3(parts.netloc, parts.path.strip("/"), options, key_id, secret)
    raise FilesUrlInvalid(f"BOOKING_FILES_URL is file:///folder or s3://bucket/prefix, not {url!r}")


def _s3(bucket: str, prefix: str, options: dict[str, str], key_id: str, secret: str) -> Files:
    """boto3 comes with the extra `s3`, and is loaded only where it is used: it takes half a second and 40 MB."""
    from shared.files.s3 import S3Files  # noqa: PLC0415

    return S3Files(
        bucket,
        prefix,
        endpoint=options.get("endpoint", ""),
        region=options.get("region", ""),
        key_id=key_id,
        secret=secret,
    )
