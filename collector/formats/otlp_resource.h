/* Whose crash it is: the resource of OTLP, one for each service, version and machine. */
#ifndef OTLP_RESOURCE_H
#define OTLP_RESOURCE_H

struct destination;
struct otlp_event;

/* Print it. Equal for events of one resource. The caller frees it; NULL without memory. */
char *otlp_resource_print(const struct destination *destination, const struct otlp_event *event)
    __attribute__((warn_unused_result));

#endif
