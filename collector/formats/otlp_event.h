/*
 * An event as the OTLP encoder reads it: its parts, whose types nobody has checked, and what
 * both the resource and the record say of it.
 */
#ifndef OTLP_EVENT_H
#define OTLP_EVENT_H

#include <stdbool.h>
#include <stdint.h>

struct cJSON;
struct destination;
struct parcel;

#define OTLP_NAME_SIZE 256

/* Everything borrowed from the parcel and the destination. */
struct otlp_event {
    const struct cJSON *root;
    const struct cJSON *attributes;
    const struct cJSON *crash; /* NULL in an event that has no structure */
    const char *service;       /* the program, or what EPITAPH_APP or `release` call it */
    const char *version;       /* NULL when nobody told */
    char service_copy[OTLP_NAME_SIZE]; /* the part of `release` before its '@' */
    char os_name[OTLP_NAME_SIZE];      /* "Debian GNU/Linux"; "" when not known */
    char os_version[OTLP_NAME_SIZE];   /* "12"; "" when not known */
};

/* The result must stay where it is, for it may point into itself. */
void otlp_event_read(const struct destination *destination, const struct parcel *parcel,
                     struct otlp_event *ret_event);

/* The string under `key` of an object; NULL when there is none, or it is empty. */
const char *otlp_text_of(const struct cJSON *object, const char *key);

/* Nanoseconds since 1970 of the crash; 0 when the event does not say. */
uint64_t otlp_event_time_ns(const struct otlp_event *event);

#endif
