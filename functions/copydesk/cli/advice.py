"""What went wrong between here and the table, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import StoreUnavailable

LOG_IN = "`aws sts get-caller-identity` shows who you are; `aws configure`, `aws sso login`, --profile or AWS_PROFILE changes it"
# By botocore's name of the error, or AWS's code.
ADVICE = {
    "NoCredentialsError": f"no AWS credentials were found: {LOG_IN}",
    "PartialCredentialsError": f"the AWS credentials are incomplete: {LOG_IN}",
    "CredentialRetrievalError": f"the AWS credentials could not be fetched: {LOG_IN}",
    "SSOTokenLoadError": "the AWS login is missing: `aws sso login`",
    "UnauthorizedSSOTokenError": "the AWS login has run out: `aws sso login`",
    "TokenRetrievalError": "the AWS login has run out: `aws sso login`",
    "LoginRefreshRequired": "the AWS login has run out: `aws login`",
    "ProfileNotFound": "there is no such AWS profile: `aws configure list-profiles` names those that there are",
    "NoRegionError": "no AWS region is named: --region, AWS_REGION or the profile's region says which",
    "ExpiredToken": f"the AWS credentials have run out: {LOG_IN}",
    "ExpiredTokenException": f"the AWS credentials have run out: {LOG_IN}",
    "InvalidClientTokenId": f"AWS does not know these credentials: {LOG_IN}",
    "UnrecognizedClientException": f"AWS does not know these credentials: {LOG_IN}",
    "InvalidSignatureException": f"the AWS credentials do not fit together: {LOG_IN}",
    "SignatureDoesNotMatch": f"the AWS credentials do not fit together: {LOG_IN}",
    "AccessDenied": "these credentials lack a right; docs/deploy.md lists what publishers and keys take",
    "AccessDeniedException": "these credentials lack a right; docs/deploy.md lists what publishers and keys take",
    "ResourceNotFoundException": "there is no such table there; is it the right name, region and account?",
    "EndpointConnectionError": "nothing answers there: is the network up, and the region's name right?",
    "ConnectTimeoutError": "nothing answers there: is the network up, and the region's name right?",
}


class Unreachable(Exception):
    """Told to the person as it stands: what is in the way, and what to do about it."""


@contextmanager
def advised(place: str) -> Iterator[None]:
    """Raise Unreachable for whatever keeps a command from its table."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except StoreUnavailable as error:
        raise Unreachable(_explain(place, error.__cause__ or error)) from error
    except (BotoCoreError, ClientError) as error:
        raise Unreachable(_explain(place, error)) from error


def _explain(place: str, fault: BaseException) -> str:
    names = [type(fault).__name__]
    if response := getattr(fault, "response", None):
        names = [response["Error"]["Code"], *(reason.get("Code") for reason in response.get("CancellationReasons", []))]
    advice = next((ADVICE[name] for name in names if name in ADVICE), None)
    return f"{place}: {advice or 'that did not work'} ({fault})"
