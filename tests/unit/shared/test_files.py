"""Files in a folder and in an S3-compatible store: the same promises."""

import pytest

from shared.files import (
    FileMissing,
    FilesUnavailable,
    files_at,
    name_of,
    open_file,
    seal_file,
)
from shared.files.folder import FolderFiles
from shared.files.s3 import S3Files
from shared.files.urls import FilesUrlInvalid
from tests.support.s3 import KEY_ID, SECRET, Bucket, a_bucket

CONTENT = bytes(range(256)) * 100
NAME = name_of(CONTENT)


@pytest.fixture
def bucket():
    with a_bucket() as one:
        yield one


def in_bucket(bucket: Bucket, key_id: str = KEY_ID):
    return files_at(f"s3://photos/shop?endpoint={bucket.url}&region=cn-east-1", key_id, SECRET)


@pytest.fixture(params=["folder", "s3"])
def files(request, tmp_path, bucket):
    return FolderFiles(tmp_path / "files") if request.param == "folder" else in_bucket(bucket)


def test_what_is_put_is_there_and_may_be_put_again(files):
    files.put(NAME, CONTENT)
    files.put(NAME, CONTENT)

    assert files.get(NAME) == CONTENT


def test_what_is_deleted_is_missing_and_may_be_deleted_again(files):
    files.put(NAME, CONTENT)

    files.delete(NAME)
    files.delete(NAME)

    with pytest.raises(FileMissing):
        files.get(NAME)


def test_what_was_never_put_is_missing(files):
    with pytest.raises(FileMissing):
        files.get(name_of(b"another"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, NAME + "/..", "", "%2e%2e/x"])
def test_nothing_but_a_digest_becomes_a_path(files, name):
    for act in (files.get, files.delete, lambda wrong: files.put(wrong, b"x")):
        with pytest.raises(ValueError, match="not the name of a file"):
            act(name)


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path):
    (tmp_path / "files").write_text("a file where the folder should be")

    with pytest.raises(FilesUnavailable):
        FolderFiles(tmp_path / "files").put(NAME, CONTENT)


def test_a_folder_holds_nothing_unfinished(tmp_path, monkeypatch):
    files = FolderFiles(tmp_path)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(FilesUnavailable):
        files.put(NAME, CONTENT)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bucket_that_fails_is_unavailable_and_not_empty(bucket):
    files = in_bucket(bucket)
    files.put(NAME, CONTENT)
    bucket.status = 503

    for act in (lambda: files.get(NAME), lambda: files.put(NAME, CONTENT), lambda: files.delete(NAME)):
        with pytest.raises(FilesUnavailable):
            act()


def test_a_bucket_nobody_answers_for_is_unavailable():
    with pytest.raises(FilesUnavailable):
        S3Files("photos", endpoint="http://127.0.0.1:9", key_id=KEY_ID, secret=SECRET).get(NAME)


def test_who_has_no_right_to_the_bucket_is_told_that_files_are_unavailable(bucket):
    with pytest.raises(FilesUnavailable):
        in_bucket(bucket, key_id="somebody-else").put(NAME, CONTENT)

    assert bucket.objects == {}


def test_objects_lie_under_the_prefix_and_are_asked_for_by_path(bucket):
    in_bucket(bucket).put(NAME, CONTENT)

    assert bucket.asked == [("PUT", f"/photos/shop/{NAME}")]
    assert bucket.objects[f"/photos/shop/{NAME}"] == CONTENT


def test_a_url_says_where_files_are(tmp_path):
    files = files_at(tmp_path.as_uri())

    assert isinstance(files, FolderFiles)
    assert files.folder == tmp_path


@pytest.mark.parametrize("url", ["", "/var/lib", "ftp://host/x", "s3:///prefix", "file:"])
def test_a_url_that_names_no_place_is_told_so(url):
    with pytest.raises(FilesUrlInvalid):
        files_at(url)


def test_what_is_stored_opens_with_its_own_key_only():
    sealed, other = seal_file(CONTENT), seal_file(CONTENT)

    assert sealed.name == name_of(sealed.content) != other.name
    assert CONTENT[:64] not in sealed.content
    assert open_file(sealed.content, sealed.key) == CONTENT
    with pytest.raises(FileMissing):
        open_file(sealed.content, other.key)


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-1], lambda content: content[:5] + b"x" + content[6:], lambda _: b""]
)
def test_what_was_damaged_does_not_open(damage):
    sealed = seal_file(CONTENT)

    with pytest.raises(FileMissing):
        open_file(damage(sealed.content), sealed.key)
