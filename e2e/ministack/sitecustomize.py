"""What MiniStack lacks to judge the roles of a stage; Python loads it by itself: PYTHONPATH=e2e/ministack AUTH=true.

1. The condition keys dynamodb:LeadingKeys, dynamodb:ReturnValues, and dynamodb:Attributes of whole requests. MiniStack
   1.5.33 fills the last one from projections alone, and the others never.
2. SQS knows no right of its own to send, delete or delay in batches: the one for a single message is asked for.
3. What is denied stands in MiniStack's log.
4. Requests count as if they had come over TLS: the policies of bucket and queues refuse any others, and there is no
   certificate here.
"""

import json
import logging
import re

import ministack.core.iam_actions as actions
import ministack.core.iam_evaluator as evaluator

PARTITION_KEY = "pk"
OPERATORS = {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN"}
EXPRESSIONS = ("UpdateExpression", "ConditionExpression", "ProjectionExpression", "FilterExpression")

log = logging.getLogger("ministack")
named_before = actions.extract_iam_action
enforced_before = evaluator.enforce
judged_before = actions.dynamodb_service_context
pinned_before = evaluator.pin_request_origin


def dynamodb_service_context(body):
    context = judged_before(body)
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return context
    keys = leading_keys(request)
    if keys:
        context["dynamodb:LeadingKeys"] = keys
    attributes = attributes_of(request)
    if attributes:
        context["dynamodb:Attributes"] = attributes
    if "ReturnValues" in request:
        context["dynamodb:ReturnValues"] = request["ReturnValues"]
    return context


def leading_keys(request):
    """The partition keys that a request names, of one item or of many."""
    items = [request.get("Key"), request.get("Item")]
    for wanted in (request.get("RequestItems") or {}).values():
        items += wanted.get("Keys", []) if isinstance(wanted, dict) else []
    keys = [item[PARTITION_KEY]["S"] for item in items if item and PARTITION_KEY in item]
    condition = request.get("KeyConditionExpression", "")
    values = request.get("ExpressionAttributeValues") or {}
    for name, value in re.findall(r"([#\w]+)\s*=\s*(:\w+)", condition):
        if named(request, name) == PARTITION_KEY:
            keys.append(values[value]["S"])
    return keys


def attributes_of(request):
    """The top-level attributes of the item and of all expressions."""
    found = set(request.get("Key") or {}) | set(request.get("Item") or {})
    for expression in EXPRESSIONS:
        text = re.sub(r":\w+|\.[#\w]+|\[\d+\]|\w+(?=\s*\()", " ", request.get(expression, ""))
        found |= {named(request, name) for name in re.findall(r"#?\w+", text) if name.upper() not in OPERATORS}
    return sorted(found)


def named(request, name):
    return (request.get("ExpressionAttributeNames") or {}).get(name, name)


def extract_iam_action(service, *request):
    action = named_before(service, *request)
    return action.removesuffix("Batch") if service == "sqs" and action else action


def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    denied = enforced_before(access_key_id, iam_action, service, region, resource_arn, service_context)
    if denied is not None:
        log.warning("denied: %s on %s with %s: %s", iam_action, resource_arn, service_context, denied)
    return denied


def pin_request_origin(source_ip, secure_transport):
    pinned_before(source_ip, True)


actions.extract_iam_action = extract_iam_action
evaluator.enforce = enforce
actions.dynamodb_service_context = dynamodb_service_context
evaluator.pin_request_origin = pin_request_origin
