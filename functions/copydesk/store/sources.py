"""Files of any size into the workbench."""

from typing import IO

from .backfills import Workbench
from .faults import translated

PART_BYTES = 64 * 1024 * 1024  # 10,000 of them, S3's most, are 640 GB
WHOLE_BYTES = 512 * 1024 * 1024  # up to here one put


def lay_down(bench: Workbench, key: str, file: IO[bytes], *, size: int) -> str:
    """The version of the object; blank where the bucket keeps none. Raises StoreUnavailable."""
    with translated("lay down a source"):
        if size > WHOLE_BYTES:
            return lay_down_parts(bench, key, file)
        found = bench.client.put_object(Bucket=bench.bucket, Key=key, Body=file.read())
        return version_of(found)


def lay_down_parts(bench: Workbench, key: str, file: IO[bytes]) -> str:
    """What a crash leaves half done goes with the bucket's rule for half uploads."""
    where = {"Bucket": bench.bucket, "Key": key}
    where["UploadId"] = bench.client.create_multipart_upload(**where)["UploadId"]
    parts: list[dict[str, object]] = []
    while body := file.read(PART_BYTES):
        number = len(parts) + 1
        parts.append({"PartNumber": number, "ETag": bench.client.upload_part(**where, PartNumber=number, Body=body)["ETag"]})
    return version_of(bench.client.complete_multipart_upload(**where, MultipartUpload={"Parts": parts}))


def version_of(found: dict[str, str]) -> str:
    version = found.get("VersionId", "")
    return "" if version == "null" else version
