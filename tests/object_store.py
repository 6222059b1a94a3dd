"""A real object store on this machine: OpenStack Swift, which speaks S3, all its servers in one process.

`python -m tests.object_store FOLDER PORT`; FOLDER must lie on a file system with extended attributes.
"""

import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

ACCESS_KEY, SECRET_KEY = "personabot:tests", "0f3d5a"
PAGE = 20
"""What one answer lists at most; of Amazon's, a thousand."""
KINDS = ("account", "container", "object")

COMMON = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_level = CRITICAL
"""
SERVER = """
[pipeline:main]
pipeline = server
[app:server]
use = egg:swift#{kind}
"""
# Parts of a deleted object go with it, not when a daemon that does not run here comes by.
PROXY = """
[pipeline:main]
pipeline = catch_errors healthcheck cache listing_formats bulk s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
max_bucket_listing = {page}
[filter:tempauth]
use = egg:swift#tempauth
user_{user} = {secret} .admin
[filter:slo]
use = egg:swift#slo
allow_async_delete = false
"""


def environment(port: int) -> Mapping[str, str]:
    """What a client needs."""
    return {
        "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }


def serve(folder: Path, port: int) -> None:
    """Until it is killed."""
    warnings.simplefilter("ignore")  # eventlet says that it is old
    import eventlet  # noqa: PLC0415  (it changes the whole process, so only where this is the whole process)
    from eventlet import wsgi  # noqa: PLC0415

    eventlet.monkey_patch()
    folder.joinpath("swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = tests\n")
    from swift.common import utils  # noqa: PLC0415
    from swift.common.http_protocol import SwiftHttpProtocol  # noqa: PLC0415
    from swift.common.wsgi import loadapp  # noqa: PLC0415

    utils.SWIFT_CONF_FILE = str(folder / "swift.conf")
    doors = {kind: eventlet.listen(("127.0.0.1", 0)) for kind in KINDS}
    for kind, door in doors.items():
        _make_ring(folder, kind, door.getsockname()[1])
    doors["proxy"] = eventlet.listen(("127.0.0.1", port))
    words = {"page": PAGE, "folder": folder, "user": ACCESS_KEY.replace(":", "_"), "secret": SECRET_KEY}
    green = []
    for kind, door in doors.items():
        settings = folder / f"{kind}.conf"
        settings.write_text((COMMON + (PROXY if kind == "proxy" else SERVER)).format(**words, kind=kind))
        options = {"protocol": SwiftHttpProtocol, "capitalize_response_headers": False, "log_output": False}
        green.append(eventlet.spawn(wsgi.server, door, loadapp(str(settings)), **options))
    for each in green:
        each.wait()


def _make_ring(folder: Path, kind: str, port: int) -> None:
    """Where everything of a kind lies: on one device, behind one port."""
    from swift.common.ring import RingBuilder  # noqa: PLC0415  (see above)

    here = {"ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port}
    folder.joinpath("devices", "disk").mkdir(parents=True, exist_ok=True)
    ring = RingBuilder(part_power=2, replicas=1, min_part_hours=0)
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "disk", **here})
    ring.rebalance()
    ring.get_ring().save(str(folder / f"{kind}.ring.gz"))


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
