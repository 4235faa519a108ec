"""The schema of OTLP logs, strictly: what this accepts, a protobuf parser that knows the schema and
forgives nothing accepts too, and every key is spelt as the specification wants it.

    python3 otlp_schema.py FILE...     says what is wrong with each
"""
import base64
import json
import re
import sys

INT64 = (-(1 << 63), (1 << 63) - 1)
UINT64 = (0, (1 << 64) - 1)
DEPTH_MAX = 32


class Violation(Exception):
    pass


def text(value, where):
    if not isinstance(value, str):
        raise Violation("%s: not a string: %r" % (where, value))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Violation("%s: half a surrogate pair" % where) from None
    if "\0" in value:
        raise Violation("%s: holds U+0000" % where)


def digits(limits):
    def check(value, where):
        if not isinstance(value, str) or not re.fullmatch(r"-?(0|[1-9][0-9]*)", value):
            raise Violation("%s: no decimal string: %r" % (where, value))
        if not limits[0] <= int(value) <= limits[1]:
            raise Violation("%s: out of range: %s" % (where, value))
    return check


def uint32(value, where):
    if type(value) is not int or not 0 <= value < 1 << 32:
        raise Violation("%s: no uint32: %r" % (where, value))


def severity(value, where):
    if type(value) is not int or not 1 <= value <= 24:
        raise Violation("%s: no severity: %r" % (where, value))


def boolean(value, where):
    if not isinstance(value, bool):
        raise Violation("%s: no boolean: %r" % (where, value))


def hexadecimal(length):
    def check(value, where):
        if not isinstance(value, str) or not re.fullmatch("[0-9a-fA-F]{%d}" % length, value):
            raise Violation("%s: not %d hex digits: %r" % (where, length, value))
    return check


def coded(value, where):
    text(value, where)
    try:
        base64.b64decode(value, validate=True)
    except ValueError:
        raise Violation("%s: no base64" % where) from None


def number(value, where):
    raise Violation("%s: a floating point number, where we have none: %r" % (where, value))


def many(check):
    def check_list(value, where):
        if not isinstance(value, list):
            raise Violation("%s: no list: %r" % (where, value))
        for index, item in enumerate(value):
            check(item, "%s[%d]" % (where, index))
    return check_list


def message(name):
    def check(value, where):
        if not isinstance(value, dict):
            raise Violation("%s: no object: %r" % (where, value))
        if where.count(".") > 4 * DEPTH_MAX:
            raise Violation("%s: too deep" % where)
        for key, item in value.items():
            if key not in FIELDS[name]:
                raise Violation("%s: %s has no field %r" % (where, name, key))
            FIELDS[name][key](item, "%s.%s" % (where, key))
        if name == "AnyValue" and len(value) > 1:
            raise Violation("%s: more than one of a oneof: %s" % (where, ", ".join(value)))
    return check


def attributes(value, where):
    """Keys are not empty and there once, which the schema's comments ask for."""
    many(message("KeyValue"))(value, where)
    keys = [item.get("key") for item in value]
    for key in keys:
        if not key:
            raise Violation("%s: an attribute without a key" % where)
        if keys.count(key) > 1:
            raise Violation("%s: twice: %s" % (where, key))


FIELDS = {
    "LogsData": {"resourceLogs": many(message("ResourceLogs"))},
    "ResourceLogs": {"resource": message("Resource"), "scopeLogs": many(message("ScopeLogs")),
                     "schemaUrl": text},
    "Resource": {"attributes": attributes, "droppedAttributesCount": uint32},
    "ScopeLogs": {"scope": message("InstrumentationScope"),
                  "logRecords": many(message("LogRecord")), "schemaUrl": text},
    "InstrumentationScope": {"name": text, "version": text, "attributes": attributes,
                             "droppedAttributesCount": uint32},
    "LogRecord": {"timeUnixNano": digits(UINT64), "observedTimeUnixNano": digits(UINT64),
                  "severityNumber": severity, "severityText": text,
                  "body": message("AnyValue"), "attributes": attributes,
                  "droppedAttributesCount": uint32, "flags": uint32,
                  "traceId": hexadecimal(32), "spanId": hexadecimal(16), "eventName": text},
    "KeyValue": {"key": text, "value": message("AnyValue")},
    "AnyValue": {"stringValue": text, "boolValue": boolean, "intValue": digits(INT64),
                 "doubleValue": number, "arrayValue": message("ArrayValue"),
                 "kvlistValue": message("KeyValueList"), "bytesValue": coded},
    "ArrayValue": {"values": many(message("AnyValue"))},
    "KeyValueList": {"values": attributes},
}


def once(pairs):
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise Violation("a key twice in one object: %s" % key)
    return dict(pairs)


def floating(literal):
    raise Violation("a number in floating point: %s" % literal)


def parse(body):
    """The document in these bytes; Violation when there is anything wrong with it."""
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=once,
                              parse_float=floating, parse_constant=floating)
    except UnicodeDecodeError as error:
        raise Violation("no UTF-8: %s" % error) from None
    except ValueError as error:
        raise Violation("no JSON: %s" % error) from None
    message("LogsData")(document, "logs")
    return document


def plain(value):
    """An AnyValue as Python has it."""
    for key, item in value.items():
        if key == "kvlistValue":
            return flat(item.get("values", []))
        if key == "arrayValue":
            return [plain(entry) for entry in item.get("values", [])]
        return int(item) if key == "intValue" else item
    return None


def flat(attribute_list):
    return {item["key"]: plain(item["value"]) for item in attribute_list}


def records(document):
    """Every record as a dictionary: the fields, `attributes` and `resource` flat."""
    for resource in document.get("resourceLogs", []):
        for scope in resource.get("scopeLogs", []):
            for record in scope.get("logRecords", []):
                yield {**record, "attributes": flat(record.get("attributes", [])),
                       "resource": flat(resource.get("resource", {}).get("attributes", [])),
                       "scope": scope.get("scope", {})}


def main():
    status = 0
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            try:
                parse(file.read())
            except Violation as violation:
                print("%s: %s" % (path, violation))
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
