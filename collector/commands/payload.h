/* The bytes that stand for one event on the wire, for people who want to see them. */
#ifndef PAYLOAD_H
#define PAYLOAD_H

/*
 * Print the request body that holds just the event `event_id` (a UUID with its dashes) as the
 * destination `to` gets it, wherever it lies there: to be sent, sent, or set aside. `to` is a
 * name, "" for the unnamed destination, NULL for the first that has the event. The bytes of the
 * event are those that are or were sent. Returns an exit status; failures are said on stderr.
 */
int payload_print(const char *event_id, const char *to) __attribute__((warn_unused_result));

#endif
