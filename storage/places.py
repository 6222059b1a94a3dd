"""Where blobs lie: a folder of this machine, or a bucket that machines share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import LocalStore, ObjectStore, S3Store

from segmentation.errors import OwnerFixableError

ENDPOINTS = ("AWS_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")
RETRIES_END = timedelta(seconds=20)
"""The library's own three minutes are longer than anybody waits for an answer."""
PARTS_AT_ONCE = 3
"""Of 5 MB each, on the way to a bucket: a long file needs no more memory than a short one."""
SIGNED_FOR = timedelta(minutes=1)


def store_at(place: Path | str) -> ObjectStore:
    """`place` is a folder, or s3://bucket/folder with its AWS_... in the environment; nothing is asked yet.

    Raises OwnerFixableError: bad_store, bad_store_endpoint, open_store_endpoint.
    """
    if isinstance(place, Path):
        return LocalStore(place, mkdir=True)
    for endpoint in filter(None, map(os.environ.get, ENDPOINTS)):
        _check_endpoint(endpoint)
    return _bucket(place, place)


async def make_bucket(place: str) -> None:
    """Make the bucket of s3://bucket/folder, if it is not there.

    Raises OwnerFixableError: as `store_at`, and store_denied, store_away.
    """
    store = store_at(place)
    assert isinstance(store, S3Store)
    bucket = _bucket(f"s3://{store.config['bucket']}", place)
    with told(place):
        address = await obstore.sign_async(bucket, "PUT", "", SIGNED_FOR)
        async with httpx.AsyncClient() as http:
            answer = await http.put(address)
        if answer.status_code == HTTPStatus.FORBIDDEN:
            raise PermissionDeniedError
        if not answer.is_success and answer.status_code != HTTPStatus.CONFLICT:  # it is there already
            raise BaseError


@contextmanager
def told(place: Path | str) -> Iterator[None]:
    """What a store answers, as what can be done: OwnerFixableError store_denied, no_bucket, store_away."""
    where = {"place": str(place)}
    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError):
        raise OwnerFixableError("store_denied", where) from None
    except FileNotFoundError:
        raise OwnerFixableError("no_bucket", where) from None
    except (BaseError, OSError, httpx.HTTPError):
        raise OwnerFixableError("store_away", where) from None


def _check_endpoint(endpoint: str) -> None:
    try:
        address = httpx.URL(endpoint)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in {"http", "https"} or not address.host:
        raise OwnerFixableError("bad_store_endpoint", {"endpoint": endpoint})
    if address.scheme == "http" and os.environ.get("AWS_ALLOW_HTTP", "").lower() != "true":
        raise OwnerFixableError("open_store_endpoint", {"endpoint": endpoint})


def _bucket(url: str, place: str) -> S3Store:
    try:
        return S3Store.from_url(url, retry_config={"retry_timeout": RETRIES_END})
    except (ValueError, BaseError):
        raise OwnerFixableError("bad_store", {"place": place}) from None
