"""What DynamoDB asks of an expression: every name and value is defined and used, none is a reserved word, no range is turned round."""

import re
from collections.abc import Mapping
from typing import Any

from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

from tests.aws.refusing import refuse

EXPRESSIONS = (
    "KeyConditionExpression", "FilterExpression", "ProjectionExpression", "ConditionExpression", "UpdateExpression",
)  # fmt: skip
MAX_EXPRESSION_BYTES = 4_096
MAX_VALUES_BYTES = 2 * 1024 * 1024
RESERVED = frozenset(ReservedKeywords.get_reserved_keywords())
# The words of the expressions' own language.
GRAMMAR = frozenset("AND OR NOT BETWEEN IN SET REMOVE ADD DELETE".split())
NAME = re.compile(r"#\w+")
VALUE = re.compile(r":\w+")
WORD = re.compile(r"(?<![#:\w])[A-Za-z_]\w*(?!\w*\()")
RANGE = re.compile(r"BETWEEN\s+(:\w+)\s+AND\s+(:\w+)")


def check_expressions(asked: Mapping[str, Any]) -> None:
    texts = [asked[name] for name in EXPRESSIONS if name in asked]
    names, values = asked.get("ExpressionAttributeNames", {}), asked.get("ExpressionAttributeValues", {})
    check_defined("name", {name for text in texts for name in NAME.findall(text)}, names)
    check_defined("value", {value for text in texts for value in VALUE.findall(text)}, values)
    for text in texts:
        if not text or len(text.encode()) > MAX_EXPRESSION_BYTES:
            refuse(f"an expression of {len(text.encode())} bytes")
        reserved = {word.upper() for word in WORD.findall(text)} & RESERVED - GRAMMAR
        if reserved:
            refuse(f"Attribute name is a reserved keyword; reserved keyword: {sorted(reserved)[0]}")
        for low, high in RANGE.findall(text):
            check_range(values[low], values[high])


def check_defined(what: str, used: set[str], told: Mapping[str, Any]) -> None:
    if used - told.keys():
        refuse(f"An expression attribute {what} used in expression is not defined: {sorted(used - told.keys())}")
    if told.keys() - used:
        refuse(f"Value provided in ExpressionAttribute{what.title()}s unused in expressions: {sorted(told.keys() - used)}")


def check_range(low: Mapping[str, Any], high: Mapping[str, Any]) -> None:
    (kind, least), (other, most) = (next(iter(end.items())) for end in (low, high))
    if kind != other:
        refuse("The BETWEEN operator requires same data type for lower and upper bounds")
    if (int(least) > int(most)) if kind == "N" else (least.encode() > most.encode()):
        refuse("The BETWEEN operator requires upper bound to be greater than or equal to lower bound")
