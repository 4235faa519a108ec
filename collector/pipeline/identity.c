#include "identity.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "configuration/config.h"
#include "encoding/sha256.h"
#include "formats/format.h"
#include "machine/folder.h"
#include "machine/privacy.h"

#define MACHINE_ID_FILE "/etc/machine-id"
#define PURPOSE "epitaph device id 1"

/* `ret_hex` has room for two digits a byte and NUL. */
static void to_hex(const uint8_t *bytes, size_t count, char *ret_hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < count; i++) {
        ret_hex[2 * i] = digits[bytes[i] >> 4];
        ret_hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret_hex[2 * count] = '\0';
}

void identity_hash_machine(const char *machine_id, char ret_device_id[IDENTITY_DEVICE_SIZE])
{
    uint8_t digest[SHA256_SIZE];

    sha256_hmac(machine_id, strcspn(machine_id, "\n"), PURPOSE, sizeof PURPOSE - 1, digest);
    to_hex(digest, (IDENTITY_DEVICE_SIZE - 1) / 2, ret_device_id);
}

const char *identity_mode_of(const char *configured, const char *token)
{
    static const char *const modes[] = {"jwt", "claim_token", "api_key", "none"};

    for (size_t i = 0; configured != NULL && i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(configured, modes[i]) == 0) {
            return modes[i];
        }
    }
    if (token == NULL || token[0] == '\0') {
        return "none";
    }
    /* A JWT begins with the base64 of `{"` and has three parts. */
    const char *dot = strchr(token, '.');
    bool three_parts = dot != NULL && strchr(dot + 1, '.') != NULL;
    return three_parts && strncmp(token, "eyJ", 3) == 0 ? "jwt" : "api_key";
}

static bool is_machine_id(const char *text)
{
    size_t length = strcspn(text, "\n");

    for (size_t i = 0; i < length; i++) {
        if (!isxdigit((unsigned char)text[i])) {
            return false; /* "uninitialized", on a first boot */
        }
    }
    return length == 32;
}

static int random_bytes(uint8_t *bytes, size_t count)
{
    return getrandom(bytes, count, 0) == (ssize_t)count ? 0 : -EIO;
}

/* RFC 9562 version 4. */
static int make_uuid(char ret_uuid[37])
{
    uint8_t b[16];
    char hex[33];
    int error = random_bytes(b, sizeof b);

    if (error != 0) {
        return error;
    }
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    to_hex(b, sizeof b, hex);
    snprintf(ret_uuid, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
             hex + 20);
    return 0;
}

/* A word that is kept in the state directory, made the first time. */
static int keep_word(int state_fd, const char *name, const char *fresh, char *ret_word,
                     size_t size)
{
    char *text;
    size_t length;
    int error = folder_read(state_fd, name, 256, &text, &length);

    if (error == 0) {
        text[strcspn(text, "\n")] = '\0';
        bool usable = text[0] != '\0' && strlen(text) < size;
        for (const char *c = text; *c != '\0'; c++) {
            usable = usable && (isalnum((unsigned char)*c) || *c == '-');
        }
        if (usable) {
            memcpy(ret_word, text, strlen(text) + 1);
        }
        free(text);
        if (usable) {
            return 0;
        }
    } else if (error != -ENOENT && error != -EFBIG) {
        return error;
    }
    error = folder_write(state_fd, name, fresh, strlen(fresh));
    if (error == 0) {
        snprintf(ret_word, size, "%s", fresh);
    }
    return error;
}

static int find_device(int state_fd, char ret_device_id[IDENTITY_DEVICE_SIZE])
{
    uint8_t bytes[16];
    char fresh[IDENTITY_DEVICE_SIZE];
    char *text;
    size_t length;

    if (privacy_read_file(MACHINE_ID_FILE, 256, &text, &length) == 0) {
        bool usable = is_machine_id(text);
        if (usable) {
            identity_hash_machine(text, ret_device_id);
        }
        free(text);
        if (usable) {
            return 0;
        }
    }
    int error = random_bytes(bytes, sizeof bytes);
    if (error != 0) {
        return error;
    }
    to_hex(bytes, sizeof bytes, fresh);
    return keep_word(state_fd, "device_id", fresh, ret_device_id, IDENTITY_DEVICE_SIZE);
}

static int find_instance(int state_fd, const char *configured,
                         char ret_id[IDENTITY_INSTANCE_SIZE])
{
    char fresh[37];

    if (configured != NULL) {
        if (strlen(configured) >= IDENTITY_INSTANCE_SIZE) {
            return -ENAMETOOLONG;
        }
        memcpy(ret_id, configured, strlen(configured) + 1);
        return 0;
    }
    int error = make_uuid(fresh);
    return error != 0
               ? error
               : keep_word(state_fd, "instance_id", fresh, ret_id, IDENTITY_INSTANCE_SIZE);
}

/* What is said of the gateway's token: no other destination has one. */
static const char *find_mode(const struct config *config)
{
    const struct destination *destination;

    for (size_t i = 0; (destination = config_destination_at(config, i)) != NULL; i++) {
        if (destination->format == &format_native) {
            return destination->auth_mode;
        }
    }
    return NULL;
}

int identity_load(int state_fd, const struct config *config, const char *token,
                  struct identity *ret_identity)
{
    struct identity identity = {.auth_mode = identity_mode_of(find_mode(config), token)};
    int error = find_device(state_fd, identity.device_id);

    error =
        error != 0 ? error : find_instance(state_fd, config->instance_id, identity.instance_id);
    if (error == 0) {
        *ret_identity = identity;
    }
    return error;
}
