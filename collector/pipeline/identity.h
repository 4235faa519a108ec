/*
 * Who is speaking: a device and an installation, as a server may know them.
 *
 * The device id is a keyed hash of the machine id, the same for all users of a machine, and
 * says nothing about the machine id itself. The instance id is random, made once per state
 * directory unless the configuration names one.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#define IDENTITY_DEVICE_SIZE 33   /* 32 hex digits and NUL */
#define IDENTITY_INSTANCE_SIZE 65 /* a UUID, or what the configuration says */

struct identity {
    char device_id[IDENTITY_DEVICE_SIZE];
    char instance_id[IDENTITY_INSTANCE_SIZE];
    const char *auth_mode; /* jwt, claim_token, api_key, none; static */
};

struct config;

/*
 * Find both; writes `instance_id` (and, on a machine without a machine id, `device_id`) into
 * the state directory when it is missing there. `token` tells the mode where the
 * configuration does not; NULL is fine. Returns 0 or -errno.
 */
int identity_load(int state_fd, const struct config *config, const char *token,
                  struct identity *ret_identity) __attribute__((warn_unused_result));

/* The hash alone: of a machine id as in /etc/machine-id, newline or not. */
void identity_hash_machine(const char *machine_id, char ret_device_id[IDENTITY_DEVICE_SIZE]);

/* What kind of token this is: jwt when it has the form of one. */
const char *identity_mode_of(const char *configured, const char *token);

#endif
