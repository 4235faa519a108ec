"""The schema of OTLP as protobuf itself reads it, from Debian's python3-opentelemetry-proto."""
import os
import sys

import debian
import otlp_schema

SUITE = "trixie"  # the first that has it
PLACE = "root/usr/lib/python3/dist-packages"


def prepare(directory):
    if not os.path.isdir(os.path.join(directory, PLACE, "opentelemetry/proto/logs")):
        debian.Suite(SUITE, directory).unpack(["python3-opentelemetry-proto", "python3-protobuf"])


class Parser:
    """Of requests, as JSON and as protobuf; an unknown field is an error in both."""

    def __init__(self, directory):
        # The C parts of the packages are for another Python.
        os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"
        sys.path.insert(0, os.path.join(directory, PLACE))
        from google.protobuf import json_format, unknown_fields
        from opentelemetry.proto.collector.logs.v1 import logs_service_pb2
        self.json_format = json_format
        self.unknown = unknown_fields.UnknownFieldSet
        self.request = logs_service_pb2.ExportLogsServiceRequest

    def from_json(self, body):
        return self.json_format.Parse(body, self.request())

    def from_protobuf(self, body):
        message = self.request.FromString(body)
        self.check_known(message)
        return message

    def check_known(self, message):
        if len(self.unknown(message)) > 0:
            raise otlp_schema.Violation("unknown fields in %s" % message.DESCRIPTOR.name)
        for field, value in message.ListFields():
            if field.type == field.TYPE_MESSAGE:
                for item in value if field.label == field.LABEL_REPEATED else [value]:
                    self.check_known(item)

    def records(self, message):
        """As otlp_schema.records() has them: it reads what the message says of itself."""
        text = self.json_format.MessageToJson(message, indent=None)
        text = text.replace('"SEVERITY_NUMBER_FATAL"', "21")
        return list(otlp_schema.records(otlp_schema.parse(text.encode("utf-8"))))
