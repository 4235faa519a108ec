/*
 * Private keys between BEGIN and END lines, also when either was cut off: what closes a key is
 * END, or the first line that cannot be part of one, or the end of the text.
 */
#include "tokens.h"

#define LABEL_MAX 64

/* Whether the label that starts at `at` ("RSA PRIVATE KEY-----") names a private key. */
static int is_private_label(const struct scan *scan, size_t at, size_t *ret_end)
{
    int found = 0;

    if (at < scan->length && scan_byte(scan, at) != ' ') {
        *ret_end = at;
        return 0; /* somebody speaks of what begins so */
    }
    for (size_t i = at; i < scan->length && i - at < LABEL_MAX; i++) {
        unsigned char byte = scan->bytes[i];

        effort_spend(scan->effort, 1);
        if (scan_is_at(scan, i, "private") || scan_is_at(scan, i, "pgp message")) {
            found = 1;
        }
        if (byte == '\n' || byte == '-') {
            *ret_end = i;
            return found;
        }
    }
    *ret_end = scan->length < at + LABEL_MAX ? scan->length : at + LABEL_MAX;
    return found || scan->length - at < 8; /* the text ends in the label */
}

/* A byte of a key's lines, or of what somebody wrote for the rest of them: MIIB... */
static int is_key_byte(const struct scan *scan, size_t at)
{
    unsigned char byte = scan->bytes[at];

    return in_set(byte, SET_BASE64PAD) || byte == ' ' || byte == '\t' || byte == '\r' ||
           byte == '\n' || byte == '\\' || byte == '"' || byte == '\'' || byte == ',' ||
           byte == '-' ||
           (byte == '.' && (scan_before(scan, at) == '.' || scan_is_at(scan, at, "...")));
}

/* Where the key's lines end: at something no line of a key holds. */
static size_t body_end(struct scan *scan, size_t at)
{
    const int is_known = at >= scan->block.start && at < scan->block.end;
    size_t end = is_known ? scan->block.end : at;
    size_t line = is_known && scan->block_line > at ? scan->block_line : at;
    int header = 0, headers = 0;

    for (; end < scan->length; end++) {
        unsigned char byte = scan->bytes[end];

        if (byte == '-' && scan_is_at(scan, end, "-----end")) {
            size_t label;

            (void)is_private_label(scan, end + 8, &label);
            while (scan_byte(scan, label) == '-') {
                label++;
            }
            effort_spend(scan->effort, (label - at) / 2);
            return label;
        }
        if (byte == '\n') {
            line = end + 1;
            header = 0;
        } else if (byte == ':' && end - line < LABEL_MAX) {
            header = headers = 1; /* Proc-Type: 4,ENCRYPTED */
        } else if (!header && !is_key_byte(scan, end) && byte != VIEW_REDACTED) {
            break;
        }
    }
    effort_spend(scan->effort, is_known ? 0 : (end - at) / 2);
    if (!is_known && !headers && scan_byte(scan, end) != ':') {
        scan->block = (struct scan_run){at, end};
        scan->block_line = line;
    }
    /* A line that broke off in the middle belongs to the key only as far as it is base64. */
    if (end < scan->length && end > line) {
        size_t run = line;

        while (run < end && in_set(scan_byte(scan, run), SET_BASE64PAD)) {
            run++;
        }
        end = run - line >= 40 ? run : line;
    }
    while (end > at && (scan->bytes[end - 1] == '\n' || scan->bytes[end - 1] == ' ')) {
        end--;
    }
    return end;
}

void match_private_key(struct scan *scan, size_t at, size_t end)
{
    size_t label_end, key_end;

    if (at < scan->block_end || !is_private_label(scan, end, &label_end)) {
        return;
    }
    while (scan_byte(scan, label_end) == '-') {
        label_end++;
    }
    key_end = body_end(scan, label_end);
    scan->block_end = key_end;
    scan_found(scan, at, key_end, scan_matcher_name(MATCHER_PRIVATE_KEY));
}

/* END without BEGIN: the lines above it, as far as they are a key's. */
void match_private_key_tail(struct scan *scan, size_t at, size_t end)
{
    size_t start = at, label_end, line_end = at;

    if (at < scan->block_end || !is_private_label(scan, end, &label_end)) {
        return;
    }
    while (scan_byte(scan, label_end) == '-') {
        label_end++;
    }
    while (start > scan->block_end) {
        unsigned char byte = scan->bytes[start - 1];

        if (!in_set(byte, SET_BASE64PAD) && byte != '\n' && byte != '\r' && byte != '\\' &&
            byte != ' ' && byte != '\t') {
            break;
        }
        if (byte == '\n') {
            line_end = start;
        }
        start--;
    }
    effort_walk(scan->effort, at - start);
    if (start > scan->block_end && !in_set(scan_byte(scan, start), SET_BASE64PAD)) {
        start = line_end;
    }
    scan->block_end = label_end;
    scan_found(scan, start, label_end, scan_matcher_name(MATCHER_PRIVATE_KEY));
}
