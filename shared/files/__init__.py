"""Files: bytes by name, kept in a folder or in an S3-compatible store. Which one, a URL says.

| URL | kept in |
|---|---|
| `file:///var/lib/mingyitang/files` | that folder, which all replicas must share |
| `s3://bucket/prefix?endpoint=https://minio.example&region=cn-east-1` | a bucket; no `endpoint`: Amazon's own |

Names are the SHA-256 of what is stored, in hexadecimal: a file never changes, storing it twice is storing it once, and
what is read can be told from what was damaged. Whoever stores seals first (`shared.files.sealing`), so that neither a
disk nor a bucket ever sees a picture of a person.
"""

from shared.files.port import FileMissing, Files, FilesUnavailable, name_of
from shared.files.sealing import SealedFile, open_file, seal_file
from shared.files.urls import files_at

__all__ = ["FileMissing", "Files", "FilesUnavailable", "SealedFile", "files_at", "name_of", "open_file", "seal_file"]
