/*
 * An event as the delivery sees it: the JSON of an outbox file, checked.
 *
 * The file holds the event in the form that the gateway expects, and one more key, "crash",
 * with the whole sanitized structure, from which other formats are made. Whoever wrote it is
 * not trusted: as root, it came from a child that has become another user.
 */
#ifndef PARCEL_H
#define PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PARCEL_ID_MAX 64
#define PARCEL_BYTES_MAX 1048576 /* bytes of one file: 160 frames are some 60 KiB */

struct cJSON;
struct parcel;

/*
 * Parse. The text must be one JSON object in valid UTF-8 with a string `event_id` that may
 * name a file, a `type`, and an object `attributes`. Returns 0 and sets *ret_parcel; -EBADMSG
 * when it is anything else; -ENOMEM. Free with parcel_free().
 */
int parcel_parse(const char *json, size_t length, struct parcel **ret_parcel)
    __attribute__((warn_unused_result));
void parcel_free(struct parcel *parcel);

/* May this be a file's name: letters, digits, '-' and at most PARCEL_ID_MAX of them? */
bool parcel_is_id(const char *event_id);

const char *parcel_id(const struct parcel *parcel);

/* What makes two crashes the same; "" when the event does not say. */
const char *parcel_signature(const struct parcel *parcel);

/* The event as it is in the file. Borrowed. */
const struct cJSON *parcel_json(const struct parcel *parcel);

/* Who sends it, as we know it: whatever an event from elsewhere says of that is replaced. */
struct parcel_sender {
    const char *instance_id;
    const char *device_id;
    const char *auth_mode;
};

/*
 * Take in an event that another user handed over: only the keys that an event has, of type
 * "crash", and from us; its structure is what can be read of it (event_remake_crash()). Returns
 * 0; -EBADMSG when it is of another type; -ENOMEM.
 */
int parcel_adopt(struct parcel *parcel, const struct parcel_sender *sender)
    __attribute__((warn_unused_result));

/* Print the event as it would lie in the outbox; the caller frees it. NULL without memory. */
char *parcel_print(const struct parcel *parcel) __attribute__((warn_unused_result));

/* Crashes that this event stands for beside its own: see quota.h. */
struct parcel_fold {
    uint64_t count;       /* to be added to crash.count */
    int64_t first_seen_s; /* seconds since 1970; 0 when unknown */
    int64_t last_seen_s;
    const char *dropped; /* words for crash.dropped, or NULL */
};

/*
 * Print the event with `fold` worked in. The caller frees the string. NULL when there is no
 * memory.
 */
char *parcel_print_folded(struct parcel *parcel, const struct parcel_fold *fold)
    __attribute__((warn_unused_result));

#endif
