"""Files in an S3-compatible store (the extra `s3`: boto3)."""

from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shared.files.port import FileMissing, FilesUnavailable, checked

MISSING = {"NoSuchKey", "404", "NotFound"}
CONNECT_SECONDS, READ_SECONDS, TRIES = 2, 4, 2


class S3Files:
    """`<prefix>/<name>` in one bucket. The client is made for one process; boto3's are safe to share."""

    def __init__(
        self, bucket: str, prefix: str = "", *, endpoint: str = "", region: str = "", key_id: str = "", secret: str = ""
    ) -> None:
        self.bucket, self.prefix = bucket, prefix
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint or None,
            region_name=region or "us-east-1",
            aws_access_key_id=key_id or None,
            aws_secret_access_key=secret or None,
            config=_config(is_own=not endpoint),
        )

    def put(self, name: str, content: bytes) -> None:
        self._do("put_object", name, Body=content, ContentType="application/octet-stream")

    def get(self, name: str) -> bytes:
        try:
            content: bytes = self._do("get_object", name)["Body"].read()
        except BotoCoreError as error:
            raise FilesUnavailable(f"the bucket of files: {error}") from error
        return content

    def delete(self, name: str) -> None:
        self._do("delete_object", name)

    def _do(self, operation: str, name: str, **options: Any) -> Any:
        key = f"{self.prefix}/{checked(name)}".lstrip("/")
        try:
            return getattr(self._client, operation)(Bucket=self.bucket, Key=key, **options)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in MISSING and operation == "get_object":
                raise FileMissing from error
            raise FilesUnavailable(f"the bucket of files: {error}") from error
        except BotoCoreError as error:
            raise FilesUnavailable(f"the bucket of files: {error}") from error


def _config(*, is_own: bool) -> Config:
    """Stores other than Amazon's are addressed by path, and know no checksums beyond the signature's."""
    style = {"addressing_style": "auto" if is_own else "path"}
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        s3=style,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
