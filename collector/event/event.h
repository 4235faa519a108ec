/*
 * The event: what is uploaded of a crash, as JSON.
 *
 * The outbox keeps the event in the gateway's own form and one key more, "crash", which holds
 * the whole sanitized structure, so that any other wire format can be made from it at delivery:
 *
 *   "crash": {
 *     "id", "time", "first_seen", "last_seen"   32 hex digits; "seconds.nanoseconds"
 *     "pid", "tid", "uid", "count", "torn", "missing": [..]
 *     "program", "exe", "exe_build_id", "thread", "arch", "session"
 *     "signal": "SIGSEGV", "signal_number", "code_name", "code"
 *     "fault_address": "0x..", "fault_access", "fault_kind", "access_size", "instruction"
 *     "mapping": {"low", "high", "perms", "offset", "path"}, "freed": {"low", "high"}
 *     "sender": {"pid", "uid"}, "original": {"signal", "code", "address"}, "syscall"
 *     "abort_message", "exception_type" (demangled), "exception_what"
 *     "reason"                                  the first line, whole
 *     "signature", "signature_raw"              see signature.h
 *     "notes": {"key": "value"}                 the program's own, see epitaph.h
 *     "app", "app_version", "runtime", "runtime_version", "shell", "ci"
 *     "frames_total",
 *     "frames": [{"index", "pc", "exact", "trust", "module" (place in "modules"),
 *                 "offset", "function_offset",
 *                 "names": [{"function", "file", "line", "column", "inlined"}]}]
 *                                               innermost first, names too; "names" may be []
 *     "threads": [{"tid", "name", "frames_total", "frames"}]  the others, where they were asked
 * for "python": ["line", ..], "hs_err"          CPython's own traceback, a JVM's own report
 *     "modules": [{"path", "build_id", "base", "end", "bias", "state", "unloaded"}]
 *   }
 *
 * Addresses are "0x.." strings. What is not known is left out.
 */
#ifndef EVENT_H
#define EVENT_H

#include <stddef.h>

#include "diagnosis/signature.h"
#include "scrub/scrub.h"

struct cJSON;

#define EVENT_ID_LENGTH 36 /* a UUID with its dashes */
#define EVENT_MESSAGE_MAX 1024
#define EVENT_STACK_MAX 4096
#define EVENT_PYTHON_MAX 4096

/* Who sends it. All borrowed, none NULL. */
struct event_origin {
    const char *instance_id; /* a UUID */
    const char *device_id;
    const char *auth_mode;   /* jwt, claim_token, api_key, none */
    const char *cli_version; /* where the dead program did not tell its own */
};

struct event {
    char id[EVENT_ID_LENGTH + 1];
    char signature[SIGNATURE_LENGTH + 1];
    char *json; /* with "crash" */
    size_t length;
};

/*
 * Build the event, signed with `signature`: signature_of() the crash, or what is known better.
 * Returns 0 and fills *ret_event (free with event_done()); -EINVAL for a
 * crash without an id; -ENOMEM.
 */
int event_build(const struct clean_crash *clean, const struct event_origin *origin,
                const struct signature *signature, struct event *ret_event)
    __attribute__((warn_unused_result));
void event_done(struct event *event);

/* An id of 32 hex digits as a UUID: 8-4-4-4-12. */
void event_format_id(const char *hex, char ret_id[EVENT_ID_LENGTH + 1]);

/*
 * The crash that an outbox file holds, for showing it. The text is not trusted. Returns 0;
 * -EBADMSG when it is no such event; -ENOMEM. Free with clean_crash_free().
 */
int event_read_crash(const char *json, size_t length, struct clean_crash **ret_clean)
    __attribute__((warn_unused_result));
/* The same of an event that has been parsed: parcel_json(). */
int event_read_parsed(const struct cJSON *event, struct clean_crash **ret_clean)
    __attribute__((warn_unused_result));

/*
 * Replace the "crash" of an event that somebody else made by what can be read of it: known keys
 * only, within their bounds. What is no such structure, or of another crash than the event
 * says, is removed. Returns 0 or -ENOMEM.
 */
int event_remake_crash(struct cJSON *event) __attribute__((warn_unused_result));

#endif
