"""Ways to break each promise of the template: a resource, a place in its properties (a leading /: in the resource), what to put there."""

from copy import deepcopy
from typing import Any

from tests.infra import promises as p

GONE = object()
GROUP, ALIAS = "ApiFunctionDeploymentGroup", "ApiFunctionAliaslive"
SECOND = "Policies/0/PolicyDocument/Statement/1"  # the first is the right to write to its own log
FIRST = "PolicyDocument/Statement/0"
SSE = "BucketEncryption/ServerSideEncryptionConfiguration"
RULES = "LifecycleConfiguration/Rules"
ALWAYS = {"Id": "raw", "Status": "Enabled", "Prefix": "raw/", "ExpirationInDays": {"Ref": "RawRetentionDays"}}

BREAKS: dict[p.Promise, tuple[tuple[str, str, Any], ...]] = {
    p.a_function_has_a_role_of_its_own: (("AnnounceFunction", "Role", {"Fn::GetAtt": ["ApiRole", "Arn"]}),),
    p.a_role_is_for_its_function_or_machine_alone_and_takes_no_managed_policy: (
        ("ApiRole", "ManagedPolicyArns", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
        ("ApiRole", "AssumeRolePolicyDocument/Statement/0/Principal", {"AWS": "*"}),
        ("ApiRole", "AssumeRolePolicyDocument/Statement/0/Action", "sts:*"),
    ),
    p.no_right_is_for_every_action_or_everything: (
        ("ApiRole", f"{SECOND}/Action", "dynamodb:*"),
        ("ApiRole", f"{SECOND}/Resource", "*"),
        ("IntakeRole", f"{SECOND}/Resource", "arn:aws:sqs:*:*:inbox"),
        ("RolloutRole", "Policies/0/PolicyDocument/Statement/0/Action", "lambda:*"),
    ),
    p.only_a_denial_is_for_everybody: (
        ("ArchiveBucketPolicy", f"{FIRST}/Effect", "Allow"),
        ("InboxQueuePolicy", f"{FIRST}/Principal", "*"),
    ),
    p.only_our_gateway_may_call_the_api: (
        ("ApiFunctionEverythingPermission", "Principal", "*"),
        ("ApiFunctionEverythingPermission", "SourceArn", GONE),
    ),
    p.nobody_else_may_call_a_function_but_the_watchs_own_clock: (
        ("WatchFunctionHalfHourPermission", "Principal", "*"),
        ("WatchFunctionHalfHourPermission", "SourceArn", GONE),
        ("WatchRole", "/Type", "AWS::Lambda::Permission"),
    ),
    p.a_queue_that_nobody_reads_raises_an_alarm: (
        ("UnannouncedAlarm", "MetricName", "NumberOfMessagesSent"),
        ("DeadLettersAlarm", "Dimensions", []),
    ),
    p.a_bad_rollout_is_undone: (
        (GROUP, "AutoRollbackConfiguration/Enabled", False),
        (GROUP, "AutoRollbackConfiguration/Events", ["DEPLOYMENT_FAILURE"]),
        (GROUP, "AlarmConfiguration", GONE),
        (GROUP, "ServiceRoleArn", {"Fn::GetAtt": ["ApiRole", "Arn"]}),
        (GROUP, "DeploymentConfigName", "CodeDeployDefault.LambdaAllAtOnce"),
    ),
    p.the_gateway_calls_the_alias_that_a_rollout_moves: (
        ("HttpApiIntegration", "IntegrationUri/Fn::Sub/1/Live", {"Fn::GetAtt": ["ApiFunction", "Arn"]}),
        (ALIAS, "/UpdatePolicy", {}),
        ("ApiFunctionEverythingPermission", "FunctionName", {"Ref": "ApiFunction"}),
    ),
    p.a_bucket_is_encrypted_and_private_and_keeps_versions: (
        ("ArchiveBucket", "BucketEncryption", GONE),
        ("InboxBucket", "PublicAccessBlockConfiguration/BlockPublicPolicy", False),
        ("ArchiveBucket", "OwnershipControls", GONE),
        ("InboxBucket", "VersioningConfiguration/Status", "Suspended"),
    ),
    p.a_queue_is_encrypted: (("UnannouncedQueue", "SqsManagedSseEnabled", False),),
    p.a_bucket_refuses_plain_http_for_itself_and_its_objects: (
        ("InboxBucketPolicy", f"{FIRST}/Resource/1", GONE),
        ("ArchiveBucketPolicy", f"{FIRST}/Condition", {}),
        ("ArchiveBucketPolicy", "Bucket", {"Ref": "InboxBucket"}),
    ),
    p.a_queue_refuses_plain_http: (
        ("DeadLettersPolicy", f"{FIRST}/Effect", "Allow"),
        ("UnannouncedQueuePolicy", "Queues/0", GONE),
    ),
    p.the_inbox_queue_hears_from_our_inbox_alone: (
        ("InboxQueuePolicy", f"{FIRST}/Condition/StringEquals", GONE),
        ("InboxQueuePolicy", f"{FIRST}/Condition/ArnEquals", GONE),
        ("InboxQueuePolicy", f"{FIRST}/Action", "sqs:*"),
        ("InboxBucket", "BucketName", {"Fn::Sub": "else"}),
    ),
    p.what_holds_pages_outlives_the_stack: (
        ("Table", "/DeletionPolicy", GONE),
        ("Table", "/UpdateReplacePolicy", "Delete"),
        ("ArchiveBucket", "/DeletionPolicy", "Delete"),
        ("InboxBucket", "/UpdateReplacePolicy", GONE),
        ("InboxDeadLetters", "/DeletionPolicy", GONE),
        ("BackfillBucket", "/DeletionPolicy", GONE),
    ),
    p.the_table_can_be_restored_and_is_encrypted_and_not_deleted_by_hand: (
        ("Table", "PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", False),
        ("Table", "SSESpecification/SSEEnabled", False),
        ("Table", "DeletionProtectionEnabled", False),
    ),
    p.the_table_forgets_what_expired_and_tells_what_changed: (
        ("Table", "TimeToLiveSpecification/AttributeName", "expiry"),
        ("Table", "TimeToLiveSpecification", GONE),
        ("Table", "StreamSpecification/StreamViewType", "KEYS_ONLY"),
    ),
    p.a_dropped_page_stays_invisible_for_six_times_the_intakes_timeout: (
        ("InboxQueue", "VisibilityTimeout", 60),
        ("IntakeFunction", "Timeout", 61),
    ),
    p.a_page_that_fails_five_times_goes_to_the_dead_letters_which_raise_an_alarm: (
        ("InboxQueue", "RedrivePolicy/maxReceiveCount", 1),
        ("InboxQueue", "RedrivePolicy", GONE),
        ("InboxDeadLetters", "MessageRetentionPeriod", 60),
        ("DeadLettersAlarm", "Threshold", 10),
    ),
    p.one_failed_record_does_not_repeat_its_whole_batch: (
        ("IntakeFunctionDropped", "FunctionResponseTypes", []),
        ("AnnounceFunctionChanged", "FunctionResponseTypes", GONE),
    ),
    p.a_change_that_cannot_be_told_is_not_forgotten: (("AnnounceFunctionChanged", "DestinationConfig", GONE),),
    p.a_function_writes_to_a_log_of_its_own: (
        ("IntakeFunction", "LoggingConfig/LogGroup", {"Ref": "ApiLog"}),
        ("ApiFunction", "LoggingConfig", GONE),
    ),
    p.a_log_forgets_when_the_parameter_says: (
        ("AccessLog", "RetentionInDays", GONE),
        ("ApiLog", "RetentionInDays", 30),
    ),
    p.each_prefix_of_the_archive_is_kept_as_long_as_its_parameter_says: (
        *(("ArchiveBucket", f"{RULES}/{number}", GONE) for number in (2, 3, 4, 5)),
        ("ArchiveBucket", f"{RULES}/5/Status", "Disabled"),
        ("ArchiveBucket", f"{RULES}/2", ALWAYS),
    ),
    p.an_old_version_of_the_archive_goes_when_its_parameter_says: (
        ("ArchiveBucket", f"{RULES}/1", GONE),
        ("ArchiveBucket", f"{RULES}/1/Prefix", "raw/"),
    ),
    p.the_inbox_empties_itself_when_its_parameter_says: (
        ("InboxBucket", f"{RULES}/1/ExpirationInDays", 3650),
        ("InboxBucket", f"{RULES}/1/NoncurrentVersionExpiration", GONE),
        ("InboxBucket", f"{RULES}/1/Status", "Disabled"),
    ),
    p.a_finished_backfill_goes_when_its_parameter_says: (
        ("BackfillBucket", f"{RULES}/1/ExpirationInDays", 3650),
        ("BackfillBucket", f"{RULES}/1/NoncurrentVersionExpiration", GONE),
        ("BackfillBucket", f"{RULES}/1/Prefix", "jobs/"),
    ),
    p.a_batch_with_its_retries_is_over_before_its_execution_is: (
        ("BackfillFunction", "Timeout", 95),
        ("BackfillMachine", "Definition/States/Pages/ItemProcessor/States/Batch/TimeoutSeconds", 900),
    ),
    p.half_an_upload_does_not_stay: (("InboxBucket", f"{RULES}/0", GONE), ("ArchiveBucket", f"{RULES}/0", GONE)),
}

BREAKS_ON_REQUEST: dict[p.Promise, tuple[tuple[str, str, Any], ...]] = {
    p.what_is_kept_has_the_key_that_was_given: (
        ("Table", "SSESpecification/KMSMasterKeyId", GONE),
        ("InboxBucket", f"{SSE}/0/ServerSideEncryptionByDefault/SSEAlgorithm", "AES256"),
        ("ArchiveBucket", f"{SSE}/0/BucketKeyEnabled", GONE),
        ("UnannouncedQueue", "KmsMasterKeyId", GONE),
        ("InboxQueue", "SqsManagedSseEnabled", True),
        ("AccessLog", "KmsKeyId", GONE),
    ),
    p.the_functions_alone_may_use_the_key: (
        ("KeyPolicy", f"{FIRST}/Action", "kms:*"),
        ("KeyPolicy", f"{FIRST}/Resource", "*"),
        ("KeyPolicy", "Roles/0", GONE),
    ),
    p.a_traced_function_may_send_its_traces_and_no_more: (
        ("TracingPolicy", f"{FIRST}/Action", "xray:*"),
        ("TracingPolicy", "Roles", [{"Ref": "RolloutRole"}]),
    ),
    p.an_alarm_tells_a_person_when_it_begins_and_when_it_is_over: (
        ("DriftAlarm", "AlarmActions", GONE),
        ("DeadLettersAlarm", "OKActions", []),
    ),
}


def broken(resources: p.Resources, resource: str, place: str, value: Any) -> p.Resources:
    """A copy with that one property changed, or GONE."""
    copy = deepcopy(resources)
    *way, last = place.removeprefix("/").split("/")
    node: Any = copy[resource] if place.startswith("/") else copy[resource]["Properties"]
    for step in way:
        node = node[int(step) if isinstance(node, list) else step]
    if isinstance(node, list):
        node[int(last) : int(last) + 1] = [] if value is GONE else [value]
    elif value is GONE:
        del node[last]
    else:
        node[last] = value
    return copy
