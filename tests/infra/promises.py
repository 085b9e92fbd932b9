"""What the template promises, each as a check of its translation that raises AssertionError where the promise is broken.

They are data for two tests: the template keeps them all, and each one notices when it is broken.
"""

from collections.abc import Callable, Iterator
from typing import Any

type Resources = dict[str, dict[str, Any]]
type Promise = Callable[[Resources], None]
type Rights = set[tuple[str, frozenset[str]]]

FOREVER_DAYS = 36500


def of_type(resources: Resources, kind: str) -> dict[str, dict[str, Any]]:
    return {name: resource for name, resource in resources.items() if resource["Type"] == kind}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def spell(resource: Any) -> str:
    """A policy's resource in short: `Table.Arn`, `${Table.Arn}/index/lists`, `log-group:${ApiLog}:*`."""
    match resource:
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::Sub": str(text)}:
            return text[text.find("log-group:") :] if "log-group:" in text else text
    return str(resource)


def in_world(resources: Resources, **conditions: bool) -> Resources:
    """The resources as they are deployed where these conditions hold or do not; every other condition is left as it stands."""

    def decided(node: Any) -> Any:
        match node:
            case {"Fn::If": [str(name), yes, no]} if name in conditions:
                return decided(yes if conditions[name] else no)
            case {"Ref": "AWS::NoValue"}:
                return node
            case dict():
                found = {key: decided(value) for key, value in node.items()}
                return {key: value for key, value in found.items() if value != {"Ref": "AWS::NoValue"}}
            case list():
                return [decided(value) for value in node]
        return node

    wanted = {name: resource for name, resource in resources.items() if conditions.get(resource.get("Condition", ""), True)}
    return {name: decided(resource) for name, resource in wanted.items()}


def functions_of(resources: Resources) -> list[str]:
    return sorted(name.removesuffix("Function") for name in of_type(resources, "AWS::Lambda::Function"))


# ---------------------------------------------------------------- rights


def rights_of(resources: Resources, role: str) -> Rights:
    return rights_in(resources[role]["Properties"]["Policies"])


def rights_in(policies: list[dict[str, Any]]) -> Rights:
    found: dict[str, set[str]] = {}
    for policy in policies:
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow"
            for resource in listed(statement["Resource"]):
                found.setdefault(spell(resource), set()).update(listed(statement["Action"]))
    return {(resource, frozenset(actions)) for resource, actions in found.items()}


def a_function_has_a_role_of_its_own(resources: Resources) -> None:
    for function in functions_of(resources):
        assert resources[f"{function}Function"]["Properties"]["Role"] == {"Fn::GetAtt": [f"{function}Role", "Arn"]}


def a_role_is_for_its_function_or_machine_alone_and_takes_no_managed_policy(resources: Resources) -> None:
    roles = of_type(resources, "AWS::IAM::Role")
    others = {"BackfillMachineRole": "states.amazonaws.com", "RolloutRole": "codedeploy.amazonaws.com"}
    services = dict.fromkeys(roles, "lambda.amazonaws.com") | others
    for name, role in roles.items():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": services[name]}
        assert trust["Action"] == "sts:AssumeRole"
        assert "ManagedPolicyArns" not in role["Properties"]


# What has to be for everything, and why.
FOR_EVERYTHING = {"TracingPolicy": "X-Ray knows no resource that a segment could be limited to"}


def no_right_is_for_every_action_or_everything(resources: Resources) -> None:
    roles = {name: rights_of(resources, name) for name in of_type(resources, "AWS::IAM::Role")}
    policies = {name: rights_in([policy["Properties"]]) for name, policy in of_type(resources, "AWS::IAM::Policy").items()}
    for name, rights in (roles | policies).items():
        for resource, actions in rights:
            assert not [action for action in actions if "*" in action]
            assert resource != "*" or name in FOR_EVERYTHING
            # A star that stays is what is inside of something of ours: one log's streams, one prefix's objects, one machine's executions.
            assert "*" not in resource or resource.endswith(("Log}:*", "/*", "-backfill:*")) or name in FOR_EVERYTHING


def only_a_denial_is_for_everybody(resources: Resources) -> None:
    for kind in ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"):
        for policy in of_type(resources, kind).values():
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
                assert statement["Effect"] == "Deny" or statement["Principal"] != "*"


def only_our_gateway_may_call_the_api(resources: Resources) -> None:
    permission = resources["ApiFunctionEverythingPermission"]
    assert permission["Properties"]["Principal"] == "apigateway.amazonaws.com"
    text, names = permission["Properties"]["SourceArn"]["Fn::Sub"]
    assert text.endswith(":${AWS::AccountId}:${__ApiId__}/${__Stage__}/*")
    assert names["__ApiId__"] == {"Ref": "HttpApi"}


def nobody_else_may_call_a_function_but_the_watchs_own_clock(resources: Resources) -> None:
    permissions = of_type(resources, "AWS::Lambda::Permission")
    assert permissions.keys() == {"ApiFunctionEverythingPermission", "WatchFunctionHalfHourPermission"}
    clock = permissions["WatchFunctionHalfHourPermission"]["Properties"]
    assert clock["Principal"] == "events.amazonaws.com"
    assert clock["SourceArn"] == {"Fn::GetAtt": ["WatchFunctionHalfHour", "Arn"]}


# --------------------------------------------------------------- secrecy


def a_bucket_is_encrypted_and_private_and_keeps_versions(resources: Resources) -> None:
    for bucket in of_type(resources, "AWS::S3::Bucket").values():
        properties = bucket["Properties"]
        assert properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert properties["PublicAccessBlockConfiguration"] == dict.fromkeys(
            ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
        )
        assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        assert properties["VersioningConfiguration"] == {"Status": "Enabled"}


def a_queue_is_encrypted(resources: Resources) -> None:
    for queue in of_type(resources, "AWS::SQS::Queue").values():
        properties = queue["Properties"]
        assert properties.get("SqsManagedSseEnabled") is True or properties["KmsMasterKeyId"] == KEY


KEY = {"Ref": "KmsKeyArn"}


def what_is_kept_has_the_key_that_was_given(resources: Resources) -> None:
    """Where one was given."""
    assert resources["Table"]["Properties"]["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    for bucket in of_type(resources, "AWS::S3::Bucket").values():
        (rule,) = bucket["Properties"]["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}, "BucketKeyEnabled": True}
    for queue in of_type(resources, "AWS::SQS::Queue").values():
        assert queue["Properties"]["KmsMasterKeyId"] == KEY
        assert "SqsManagedSseEnabled" not in queue["Properties"]
    for log in of_type(resources, "AWS::Logs::LogGroup").values():
        assert log["Properties"]["KmsKeyId"] == KEY


def the_functions_alone_may_use_the_key(resources: Resources) -> None:
    assert rights_in([resources["KeyPolicy"]["Properties"]]) == {(str(KEY), frozenset({"kms:Decrypt", "kms:GenerateDataKey"}))}
    assert roles_of(resources, "KeyPolicy") == {*roles_of_functions(resources), "BackfillMachineRole"}


def roles_of(resources: Resources, policy: str) -> set[str]:
    return {role["Ref"] for role in resources[policy]["Properties"]["Roles"]}


def roles_of_functions(resources: Resources) -> set[str]:
    return {resources[f"{function}Function"]["Properties"]["Role"]["Fn::GetAtt"][0] for function in functions_of(resources)}


def a_traced_function_may_send_its_traces_and_no_more(resources: Resources) -> None:
    """Where tracing is on."""
    rights = rights_in([resources["TracingPolicy"]["Properties"]])
    assert rights == {("*", frozenset({"xray:PutTraceSegments", "xray:PutTelemetryRecords"}))}
    assert roles_of(resources, "TracingPolicy") == roles_of_functions(resources)


# -------------------------------------------------------- what is noticed


def an_alarm_tells_a_person_when_it_begins_and_when_it_is_over(resources: Resources) -> None:
    """Where there is a topic."""
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    assert alarms
    for alarm in alarms.values():
        assert alarm["Properties"]["AlarmActions"] == alarm["Properties"]["OKActions"] == [{"Ref": "AlarmTopicArn"}]


def a_queue_that_nobody_reads_raises_an_alarm(resources: Resources) -> None:
    """The dead letters, and what could not be told: what lies there waits for a person."""
    read = {
        source["Properties"]["EventSourceArn"]["Fn::GetAtt"][0] for source in of_type(resources, "AWS::Lambda::EventSourceMapping").values()
    }
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values()
        for dimension in alarm["Properties"]["Dimensions"]
        if alarm["Properties"]["MetricName"] == "ApproximateNumberOfMessagesVisible"
    }
    assert of_type(resources, "AWS::SQS::Queue").keys() - read <= watched


def a_bad_rollout_is_undone(resources: Resources) -> None:
    (group,) = of_type(resources, "AWS::CodeDeploy::DeploymentGroup").values()
    properties = group["Properties"]
    assert properties["AutoRollbackConfiguration"]["Enabled"] is True
    assert "DEPLOYMENT_STOP_ON_ALARM" in properties["AutoRollbackConfiguration"]["Events"]
    assert {alarm["Name"]["Ref"] for alarm in properties["AlarmConfiguration"]["Alarms"]} == {"ApiCrashesAlarm", "ApiFaultsAlarm"}
    assert properties["ServiceRoleArn"] == {"Fn::GetAtt": ["RolloutRole", "Arn"]}
    assert "Canary" in str(properties["DeploymentConfigName"])


def the_gateway_calls_the_alias_that_a_rollout_moves(resources: Resources) -> None:
    (alias,) = of_type(resources, "AWS::Lambda::Alias")
    _, names = resources["HttpApiIntegration"]["Properties"]["IntegrationUri"]["Fn::Sub"]
    assert names == {"Live": {"Ref": alias}}
    assert "CodeDeployLambdaAliasUpdate" in resources[alias]["UpdatePolicy"]
    assert resources["ApiFunctionEverythingPermission"]["Properties"]["FunctionName"] == {"Ref": alias}


def refuses_plain_http(statement: dict[str, Any]) -> bool:
    return (
        statement["Effect"] == "Deny"
        and statement["Principal"] == "*"
        and statement["Action"] in ("s3:*", "sqs:*")
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    )


def a_bucket_refuses_plain_http_for_itself_and_its_objects(resources: Resources) -> None:
    policies = [policy["Properties"] for policy in of_type(resources, "AWS::S3::BucketPolicy").values()]
    for bucket in of_type(resources, "AWS::S3::Bucket"):
        statements = [
            s for p in policies if p["Bucket"] == {"Ref": bucket} for s in p["PolicyDocument"]["Statement"] if refuses_plain_http(s)
        ]
        refused = {spell(resource) for statement in statements for resource in statement["Resource"]}
        assert refused == {f"{bucket}.Arn", f"${{{bucket}.Arn}}/*"}


def a_queue_refuses_plain_http(resources: Resources) -> None:
    policies = [policy["Properties"] for policy in of_type(resources, "AWS::SQS::QueuePolicy").values()]
    for queue in of_type(resources, "AWS::SQS::Queue"):
        statements = [
            s for p in policies if {"Ref": queue} in p["Queues"] for s in p["PolicyDocument"]["Statement"] if refuses_plain_http(s)
        ]
        assert [spell(statement["Resource"]) for statement in statements] == [f"{queue}.Arn"]


def the_inbox_queue_hears_from_our_inbox_alone(resources: Resources) -> None:
    statements = resources["InboxQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (allowed,) = (statement for statement in statements if statement["Effect"] == "Allow")
    bucket = resources["InboxBucket"]["Properties"]["BucketName"]["Fn::Sub"]
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Condition"] == {
        "ArnEquals": {"aws:SourceArn": {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::{bucket}"}},
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
    }


# ---------------------------------------------------- nothing gets lost


def what_holds_pages_outlives_the_stack(resources: Resources) -> None:
    for name in ("Table", "ArchiveBucket", "InboxBucket", "BackfillBucket", "InboxDeadLetters"):
        assert resources[name].get("DeletionPolicy") == "Retain"
        assert resources[name].get("UpdateReplacePolicy") == "Retain"


def the_table_can_be_restored_and_is_encrypted_and_not_deleted_by_hand(resources: Resources) -> None:
    table = resources["Table"]["Properties"]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"]["SSEEnabled"] is True
    assert table["DeletionProtectionEnabled"] is True


def the_table_forgets_what_expired_and_tells_what_changed(resources: Resources) -> None:
    table = resources["Table"]["Properties"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def a_dropped_page_stays_invisible_for_six_times_the_intakes_timeout(resources: Resources) -> None:
    assert resources["InboxQueue"]["Properties"]["VisibilityTimeout"] >= 6 * resources["IntakeFunction"]["Properties"]["Timeout"]


def a_page_that_fails_five_times_goes_to_the_dead_letters_which_raise_an_alarm(resources: Resources) -> None:
    redrive = resources["InboxQueue"]["Properties"]["RedrivePolicy"]
    assert redrive == {"deadLetterTargetArn": {"Fn::GetAtt": ["InboxDeadLetters", "Arn"]}, "maxReceiveCount": 5}
    assert resources["InboxDeadLetters"]["Properties"]["MessageRetentionPeriod"] == 1209600  # SQS's most: 14 days
    alarm = resources["DeadLettersAlarm"]["Properties"]
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["InboxDeadLetters", "QueueName"]}}]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)


def one_failed_record_does_not_repeat_its_whole_batch(resources: Resources) -> None:
    for source in of_type(resources, "AWS::Lambda::EventSourceMapping").values():
        assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def a_change_that_cannot_be_told_is_not_forgotten(resources: Resources) -> None:
    failed = resources["AnnounceFunctionChanged"]["Properties"]["DestinationConfig"]["OnFailure"]
    assert failed["Destination"] == {"Fn::GetAtt": ["UnannouncedQueue", "Arn"]}


# --------------------------------------------------------------- how long


def a_function_writes_to_a_log_of_its_own(resources: Resources) -> None:
    for function in functions_of(resources):
        logging = resources[f"{function}Function"]["Properties"]["LoggingConfig"]
        assert (logging["LogFormat"], logging["LogGroup"]) == ("JSON", {"Ref": f"{function}Log"})


def a_log_forgets_when_the_parameter_says(resources: Resources) -> None:
    logs = of_type(resources, "AWS::Logs::LogGroup")
    assert logs
    for log in logs.values():
        assert log["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def lifecycle(resources: Resources, bucket: str) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Each rule, and the condition that it stands under."""
    for rule in resources[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]:
        match rule:
            case {"Fn::If": [str(condition), dict(inner), {"Ref": "AWS::NoValue"}]}:
                yield condition, inner
            case _:
                yield None, rule


KEPT_FOR = {
    "raw/": ("ForgetsRaw", "RawRetentionDays"),
    "articles/": ("ForgetsArticles", "ArticleRetentionDays"),
    "deliveries/": ("ForgetsDeliveries", "DeliveryRetentionDays"),
    "rejected/": (None, "RejectedRetentionDays"),
}


def each_prefix_of_the_archive_is_kept_as_long_as_its_parameter_says(resources: Resources) -> None:
    rules = [(condition, rule) for condition, rule in lifecycle(resources, "ArchiveBucket") if "ExpirationInDays" in rule]
    found = {rule.get("Prefix"): (condition, rule["ExpirationInDays"]["Ref"]) for condition, rule in rules}
    assert found == KEPT_FOR
    assert {rule["Status"] for _, rule in rules} == {"Enabled"}


def an_old_version_of_the_archive_goes_when_its_parameter_says(resources: Resources) -> None:
    (rule,) = (rule for _, rule in lifecycle(resources, "ArchiveBucket") if "NoncurrentVersionExpiration" in rule)
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": {"Ref": "OldVersionRetentionDays"}}
    assert (rule["Status"], "Prefix" in rule) == ("Enabled", False)


def the_inbox_empties_itself_when_its_parameter_says(resources: Resources) -> None:
    (rule,) = (rule for _, rule in lifecycle(resources, "InboxBucket") if "ExpirationInDays" in rule)
    assert rule["ExpirationInDays"] == {"Ref": "InboxRetentionDays"}
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": {"Ref": "InboxRetentionDays"}}
    assert (rule["Status"], "Prefix" in rule) == ("Enabled", False)


def a_finished_backfill_goes_when_its_parameter_says(resources: Resources) -> None:
    (rule,) = (rule for _, rule in lifecycle(resources, "BackfillBucket") if "ExpirationInDays" in rule)
    assert rule["ExpirationInDays"] == {"Ref": "BackfillRetentionDays"}
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": {"Ref": "BackfillRetentionDays"}}
    assert (rule["Status"], "Prefix" in rule) == ("Enabled", False)


def a_batch_with_its_retries_is_over_before_its_execution_is(resources: Resources) -> None:
    """An EXPRESS execution lives for five minutes."""
    batch = resources["BackfillMachine"]["Properties"]["Definition"]["States"]["Pages"]["ItemProcessor"]["States"]["Batch"]
    seconds = resources["BackfillFunction"]["Properties"]["Timeout"]
    assert seconds < batch["TimeoutSeconds"] <= 100
    assert 3 * seconds < 300


def half_an_upload_does_not_stay(resources: Resources) -> None:
    for bucket in of_type(resources, "AWS::S3::Bucket"):
        assert [rule for _, rule in lifecycle(resources, bucket) if "AbortIncompleteMultipartUpload" in rule]


PROMISES: tuple[Promise, ...] = (
    a_function_has_a_role_of_its_own,
    a_role_is_for_its_function_or_machine_alone_and_takes_no_managed_policy,
    no_right_is_for_every_action_or_everything,
    only_a_denial_is_for_everybody,
    only_our_gateway_may_call_the_api,
    nobody_else_may_call_a_function_but_the_watchs_own_clock,
    a_bucket_is_encrypted_and_private_and_keeps_versions,
    a_queue_is_encrypted,
    a_bucket_refuses_plain_http_for_itself_and_its_objects,
    a_queue_refuses_plain_http,
    the_inbox_queue_hears_from_our_inbox_alone,
    what_holds_pages_outlives_the_stack,
    the_table_can_be_restored_and_is_encrypted_and_not_deleted_by_hand,
    the_table_forgets_what_expired_and_tells_what_changed,
    a_dropped_page_stays_invisible_for_six_times_the_intakes_timeout,
    a_page_that_fails_five_times_goes_to_the_dead_letters_which_raise_an_alarm,
    one_failed_record_does_not_repeat_its_whole_batch,
    a_change_that_cannot_be_told_is_not_forgotten,
    a_function_writes_to_a_log_of_its_own,
    a_log_forgets_when_the_parameter_says,
    each_prefix_of_the_archive_is_kept_as_long_as_its_parameter_says,
    an_old_version_of_the_archive_goes_when_its_parameter_says,
    the_inbox_empties_itself_when_its_parameter_says,
    a_finished_backfill_goes_when_its_parameter_says,
    a_batch_with_its_retries_is_over_before_its_execution_is,
    half_an_upload_does_not_stay,
    a_queue_that_nobody_reads_raises_an_alarm,
    a_bad_rollout_is_undone,
    the_gateway_calls_the_alias_that_a_rollout_moves,
)
# What holds where a key, a topic and tracing are asked for.
PROMISES_ON_REQUEST: tuple[Promise, ...] = (
    what_is_kept_has_the_key_that_was_given,
    the_functions_alone_may_use_the_key,
    a_traced_function_may_send_its_traces_and_no_more,
    an_alarm_tells_a_person_when_it_begins_and_when_it_is_over,
)
