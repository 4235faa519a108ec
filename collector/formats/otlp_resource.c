#include "otlp_resource.h"

#include <string.h>

#include "destination.h"
#include "otlp_attributes.h"
#include "otlp_event.h"

/* What uname(2) calls an architecture, in the words of OpenTelemetry. */
static const char *architecture(const char *machine)
{
    static const struct {
        const char *machine, *name;
    } names[] = {
        {"x86_64", "amd64"}, {"aarch64", "arm64"}, {"i386", "x86"},
        {"i686", "x86"},     {"armv7l", "arm32"},  {"ppc64le", "ppc64"},
    };

    for (size_t i = 0; machine != NULL && i < sizeof names / sizeof *names; i++) {
        if (strcmp(machine, names[i].machine) == 0) {
            return names[i].name;
        }
    }
    return machine;
}

char *otlp_resource_print(const struct destination *destination, const struct otlp_event *event)
{
    const char *machine = otlp_text_of(event->crash, "arch");
    struct json json;

    if (machine == NULL) {
        machine = otlp_text_of(event->attributes, "env.arch");
    }
    json_init(&json);
    struct cJSON *list = json_put_array(&json, json.root, "attributes");
    otlp_put_text(&json, list, "service.name", event->service);
    otlp_put_text(&json, list, "service.version", event->version);
    otlp_put_text(&json, list, "service.instance.id", otlp_text_of(event->root, "instance_id"));
    otlp_put_text(&json, list, "deployment.environment.name", destination->environment);
    otlp_put_text(&json, list, "host.name", destination->host_name);
    otlp_put_text(&json, list, "host.arch", architecture(machine));
    otlp_put_text(&json, list, "device.id", otlp_text_of(event->attributes, "device.id"));
    otlp_put_text(&json, list, "os.type", otlp_text_of(event->attributes, "env.os"));
    otlp_put_text(&json, list, "os.name", event->os_name);
    otlp_put_text(&json, list, "os.version", event->os_version);
    otlp_put_text(&json, list, "os.description",
                  otlp_text_of(event->attributes, "env.os_version"));
    otlp_put_text(&json, list, "telemetry.sdk.name", "epitaph");
    otlp_put_text(&json, list, "telemetry.sdk.language", "c");
    otlp_put_text(&json, list, "telemetry.sdk.version", EPITAPH_VERSION);
    char *printed = json_print(&json);
    json_done(&json);
    return printed;
}
