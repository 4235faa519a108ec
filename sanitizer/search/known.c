#include "known.h"

#include <string.h>

#include "commands/commands.h"
#include "keys/key.h"
#include "keys/manifest.h"
#include "people/home.h"
#include "people/identity.h"
#include "people/mac.h"
#include "proctitle.h"
#include "tokens/tokens.h"
#include "windows.h"

/* What is followed over lines, and never twice. */
static int is_block(const struct table_trigger *trigger)
{
    return trigger->kind == TRIGGER_MATCHER &&
           (trigger->index == MATCHER_PRIVATE_KEY ||
            trigger->index == MATCHER_PRIVATE_KEY_TAIL || trigger->index == MATCHER_MANIFEST);
}

/* What it costs to be woken: what ends at once for most of its literals counts for itself what
 * does not. */
static unsigned int price_of(const struct table_trigger *trigger)
{
    switch (trigger->kind) {
    case TRIGGER_TOKEN:
    case TRIGGER_KEY:
    case TRIGGER_SHORT_KEY:
    case TRIGGER_DIRECTIVE:
    case TRIGGER_COMMAND:
        return EFFORT_LOOK_UP;
    default:
        return EFFORT_MATCHER;
    }
}

static void wake(struct scan *scan, const struct table_trigger *trigger, size_t at)
{
    static void (*const matchers[MATCHER_COUNT])(struct scan *, size_t, size_t) = {
        [MATCHER_JWT] = match_jwt,
        [MATCHER_PRIVATE_KEY] = match_private_key,
        [MATCHER_PRIVATE_KEY_TAIL] = match_private_key_tail,
        [MATCHER_PRIVATE_KEY_DUMP] = match_key_dump,
        [MATCHER_AUTHORIZATION] = match_authorization,
        [MATCHER_SCHEME] = match_scheme,
        [MATCHER_COOKIE] = match_cookie,
        [MATCHER_USERINFO] = match_userinfo,
        [MATCHER_QUERY] = match_query,
        [MATCHER_CALL] = match_call,
        [MATCHER_SERVER_CALL] = match_server_call,
        [MATCHER_ENCODED_LOGIN] = match_encoded_login,
        [MATCHER_FAMILIAR] = match_familiar,
        [MATCHER_FAMILIAR_NAME] = match_familiar_name,
        [MATCHER_PROCTITLE] = match_proctitle,
        [MATCHER_LOGIN_CALL] = match_login_call,
        [MATCHER_ORACLE] = match_oracle,
        [MATCHER_ORACLE_USER] = match_oracle_user,
        [MATCHER_PHRASE] = match_phrase,
        [MATCHER_LOGGING_IN] = match_logging_in,
        [MATCHER_PIPE] = match_pipe,
        [MATCHER_PRINTED] = match_printed,
        [MATCHER_SEND] = match_send,
        [MATCHER_ANSWER] = match_answer,
        [MATCHER_RPC] = match_rpc,
        [MATCHER_LOGIN] = match_login,
        [MATCHER_REDIS] = match_redis,
        [MATCHER_SECRET_FILE] = match_secret_file,
        [MATCHER_CREDENTIAL_LIST] = match_credential_list,
        [MATCHER_CRACKED] = match_cracked,
        [MATCHER_KEY_PAIR] = match_key_pair,
        [MATCHER_HEX_LIST] = match_hex_list,
        [MATCHER_PROXY_CLIENT] = match_proxy_client,
        [MATCHER_FINDING] = match_finding,
        [MATCHER_USER_CALL] = match_user_call,
        [MATCHER_LISTED_LOGIN] = match_listed_login,
        [MATCHER_NAMED_LOGIN] = match_named_login,
        [MATCHER_WRITTEN_FILE] = match_written_file,
        [MATCHER_GO_DSN] = match_go_dsn,
        [MATCHER_LINK] = match_link,
        [MATCHER_MANIFEST] = match_manifest,
        [MATCHER_HOME] = match_home,
        [MATCHER_LIKELY_HOME] = match_likely_home,
        [MATCHER_HOME_CONTENTS] = match_home_contents,
        [MATCHER_PROMPT] = match_prompt,
        [MATCHER_ROOT_HOME] = match_root_home,
        [MATCHER_WINDOWS_HOME] = match_windows_home,
        [MATCHER_RUN_USER] = match_run_user,
        [MATCHER_USER_DIRECTORY] = match_user_directory,
        [MATCHER_USER_VARIABLE] = match_user_variable,
        [MATCHER_MAC] = match_mac,
    };

    effort_spend(scan->effort, EFFORT_LITERAL);
    if ((trigger->kind == TRIGGER_DIRECTIVE &&
         !directive_may_stand(scan, at, at + trigger->length)) ||
        (trigger->kind == TRIGGER_COMMAND &&
         !command_may_stand(scan, at, at + trigger->length)) ||
        (trigger->kind == TRIGGER_TOKEN &&
         !shape_may_stand(scan, at, &table_shapes[trigger->index]))) {
        return;
    }
    effort_spend(scan->effort, price_of(trigger));
    if (effort_is_spent(scan->effort) && !is_block(trigger)) {
        scan_leave_unjudged(scan, at, at + trigger->length);
        return;
    }
    switch (trigger->kind) {
    case TRIGGER_TOKEN:
        match_shape(scan, at, &table_shapes[trigger->index]);
        break;
    case TRIGGER_KEY:
        match_key(scan, at, at + trigger->length, &table_keys[trigger->index]);
        break;
    case TRIGGER_SHORT_KEY:
        match_key(scan, at, at + trigger->length - 1, &table_keys[trigger->index]);
        break;
    case TRIGGER_CALL:
        match_argument(scan, at, at + trigger->length, &table_places[trigger->index]);
        break;
    case TRIGGER_DIRECTIVE:
        match_directive(scan, at, at + trigger->length, &table_places[trigger->index]);
        break;
    case TRIGGER_COMMAND:
        match_command(scan, at, at + trigger->length, &table_commands[trigger->index]);
        break;
    default:
        matchers[trigger->index](scan, at, at + trigger->length);
        break;
    }
}

/* ASCII capitals become small letters, in all eight bytes at once. */
static uint64_t lower(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    uint64_t low = bytes & ~highs, from_a = low + ones * (0x80 - 'A');
    uint64_t above_z = low + ones * (0x7f - 'Z');

    return bytes | ((from_a ^ above_z) & ~bytes & highs) >> 2;
}

static uint64_t load_eight(const unsigned char *bytes)
{
    uint64_t loaded;

    memcpy(&loaded, bytes, sizeof loaded);
    return loaded;
}

/* The first four of the bytes and the last four, which overlap. */
static uint64_t load_ends(const unsigned char *bytes, size_t length)
{
    uint32_t first, last;

    memcpy(&first, bytes, sizeof first);
    memcpy(&last, bytes + length - sizeof last, sizeof last);
    return (uint64_t)first << 32 | last;
}

/* The same bytes, in small letters unless the literal stands in this case only. */
static uint64_t as_literal(uint64_t bytes, const struct table_trigger *trigger)
{
    return trigger->exact ? bytes : lower(bytes);
}

/* Whether the trigger's literal stands at `bytes`. Most are of one or two words' length. */
static int literal_stands(const struct table_trigger *trigger, const unsigned char *bytes)
{
    const unsigned char *literal = (const unsigned char *)table_literals + trigger->text;
    size_t length = trigger->length;

    if (length < 4) {
        uint32_t three = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];

        return as_literal(three, trigger) ==
               ((uint32_t)literal[0] << 16 | (uint32_t)literal[1] << 8 | literal[2]);
    }
    if (length < 8) {
        return as_literal(load_ends(bytes, length), trigger) == load_ends(literal, length);
    }
    for (size_t at = 0; at + 8 < length; at += 8) {
        if (as_literal(load_eight(bytes + at), trigger) != load_eight(literal + at)) {
            return 0;
        }
    }
    return as_literal(load_eight(bytes + length - 8), trigger) ==
           load_eight(literal + length - 8);
}

/* Whether one of the bucket's literals may stand between the bytes around the window whose last
 * is at `at`. */
static inline int may_stand(const struct scan *scan, const struct table_bucket *bucket,
                            size_t at)
{
    unsigned char before = at > 2 ? scan->bytes[at - 3] : '\n',
                  behind = scan_byte(scan, at + 1);

    return (int)(bucket->before >> table_classes[before] &
                 bucket->behind >> table_classes[behind] & 1);
}

/* The eight bytes around the window that begins at `window`, as table_trigger has them; what is
 * beyond either end of the text is the end of a line. */
static uint64_t load_around(const struct scan *scan, size_t window)
{
    unsigned char bytes[sizeof(uint64_t)];
    uint64_t loaded;

    if (window >= TABLE_AROUND_BEFORE &&
        scan->length - window >= sizeof bytes - TABLE_AROUND_BEFORE) {
        loaded = load_eight(scan->bytes + window - TABLE_AROUND_BEFORE);
    } else {
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = scan_byte(scan, window + i - TABLE_AROUND_BEFORE);
        }
        loaded = load_eight(bytes);
    }
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    loaded = __builtin_bswap64(loaded);
#endif
    return lower(loaded);
}

/* Some literal has the window whose last byte is at `at`: see which. Apart from the loop, most
 * of whose windows come to nothing before. */
static __attribute__((noinline)) void look_up(struct scan *scan,
                                              const struct table_bucket *bucket, size_t at)
{
    const struct table_trigger *trigger = &table_triggers[bucket->first],
                               *end = &table_triggers[bucket[1].first];
    const size_t window = at - (TRIGGER_MIN - 1);
    uint64_t around;
    int is_left;

    if (at < TRIGGER_MIN - 1) {
        return;
    }
    effort_spend(scan->effort, EFFORT_LOOK_UP + (size_t)(end - trigger) / 3);
    is_left = effort_is_exhausted(scan->effort); /* and not what a matcher below exhausts */
    if (is_left) {
        scan_leave_unjudged(scan, window, at + 1);
    }
    around = load_around(scan, window);
    for (; trigger < end; trigger++) {
        size_t start = window - trigger->lead;

        if (is_left && !is_block(trigger)) {
            continue;
        }
        if (((trigger->around ^ around) & trigger->around_mask) == 0 &&
            window >= trigger->lead && scan->length - start >= trigger->length &&
            literal_stands(trigger, scan->bytes + start)) {
            wake(scan, trigger, start);
        }
    }
}

static inline void judge_window(struct scan *scan, unsigned int window, size_t at)
{
    const struct table_bucket *bucket = &table_buckets[table_bucket_of[window]];

    if (may_stand(scan, bucket, at)) {
        look_up(scan, bucket, at);
    }
    if (identity_begins(scan->identity, window) && at >= 2) {
        match_identity(scan, at - 2);
    }
}

static void scan_triggers(struct scan *scan, size_t start, size_t end)
{
    const uint8_t *wakes = identity_wakes(scan->identity);
    struct windows windows;

    windows_begin(&windows);
    for (size_t base = start; base < end; base += WINDOWS_BATCH) {
        size_t count = end - base < WINDOWS_BATCH ? end - base : WINDOWS_BATCH;

        windows_read(&windows, scan->bytes + base, count);
        for (size_t part = 0; part < count; part += WINDOWS_PART) {
            uint64_t woken = windows_woken(&windows, part, wakes);

            for (; woken != 0; woken &= woken - 1) {
                size_t last = part + (size_t)__builtin_ctzll(woken);

                if (base + last >= scan->unjudged_end) {
                    judge_window(scan, windows.at[last], base + last);
                }
            }
        }
    }
}

/* One character is too short a literal for a trigger, and rare enough without. */
static void scan_tildes(struct scan *scan, size_t start, size_t end)
{
    for (size_t at = scan_next(scan, start, end, '~'); at < end;
         at = scan_next(scan, at + 1, end, '~')) {
        match_tilde(scan, at);
    }
}

void known_scan(struct scan *scan, size_t start, size_t end)
{
    effort_spend(scan->effort, (end - start) * 2 / 3);
    scan_triggers(scan, start, end);
    scan_tildes(scan, start, end);
}
