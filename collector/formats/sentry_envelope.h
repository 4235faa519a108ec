/*
 * The envelope: lines of JSON around an item whose length is said in bytes.
 *
 *     {"event_id":"..","sent_at":"..","sdk":{..}}\n
 *     {"type":"event","content_type":"application/json","length":N}\n
 *     N bytes\n
 */
#ifndef SENTRY_ENVELOPE_H
#define SENTRY_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#define SENTRY_ENVELOPE_FRAME 512 /* bytes beside the event, at most */

/*
 * Put an event into an envelope that is sent at `now_s`. `event_id` has 32 hex digits. With a
 * NULL event the envelope is empty, which servers take and throw away. The caller frees the
 * bytes; NULL: no memory.
 */
char *sentry_envelope(const char *event_id, const char *event, size_t length, int64_t now_s,
                      size_t *ret_length) __attribute__((warn_unused_result));

#endif
