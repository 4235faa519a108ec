/* Whether a value can be a secret, by how it looks and what its key asks of it. */
#include "value.h"

#include <string.h>

#include "code.h"
#include "stand_in.h"
#include "value_look.h"
#include "scan/looks.h"
#include "tables/words.h"

/* A code to be typed from a card or a telephone. */
#define DIGITS_MIN 3
#define DIGITS_MAX 8
#define GROUPED_MIN 8
#define GROUPED_MAX 11
#define HALF ((size_t)4)

/* Whoever tries something out takes "pw"; what is not clearly given is more often a flag. */
#define PASSWORD_MIN 2
#define WORD_MIN 3

/* As many digits in quotes are a key, and no count. */
#define NUMBER_MIN 8

/* A password of digits has as many: fewer in a string or behind =, because counts are none. */
#define STRING_MIN 3
#define COUNT_MIN 4

/* So far before a number its user's name may stand. */
#define BESIDE_MAX 64

/* A key under a weak name is this long, or shorter and without a doubt drawn by lot. */
#define KEY_MIN 16
#define SHORT_MIN 12
#define SHORT_EVIDENCE (3 * LOOKS_RANDOM_EXPECTED)

/* A string this long of all that a keyboard has. */
#define JUMBLE_MIN 32

/* [1,683873662722812]; [1,2,3|...] as Erlang cuts one off; and not [482913] */
static int is_list_of_numbers(const struct scan *scan, const struct value *value,
                              const struct value_look *look)
{
    size_t i = value->start;

    if (look->digits >= COUNT_MIN && look->digits + 2 == look->length) {
        return 0;
    }

    if (scan_byte(scan, i) != '[') {
        return 0;
    }
    while (
        i < value->end && i - value->start < VALUE_JUDGED_MAX &&
        (in_set(scan_byte(scan, i), SET_DIGIT) || strchr("[], -|.", scan->bytes[i]) != NULL)) {
        i++;
    }
    effort_spend(scan->effort, i - value->start);
    return i == value->end;
}

static int is_number(const struct scan *scan, const struct value *value)
{
    size_t i = value->start;

    if (scan_byte(scan, i) == '0' && scan_byte(scan, i + 1) == 'x') {
        for (i += 2; i < value->end && in_set(scan_byte(scan, i), SET_HEX); i++) {
        }
        effort_walk(scan->effort, i - value->start);
        return i == value->end && value->end - value->start <= 18;
    }
    while (i < value->end && i - value->start < 24 &&
           (in_set(scan_byte(scan, i), SET_DIGIT) || scan_byte(scan, i) == '.' ||
            scan_byte(scan, i) == '-' || scan_byte(scan, i) == '+')) {
        i++;
    }
    return i == value->end;
}

/* password: user, --password login */
static int is_login_word(const struct scan *scan, const struct value *value)
{
    return (value->sign == ' ' || value_is_own_line(value)) &&
           words_hold(&table_words_logins, scan->bytes + value->start,
                      value->end - value->start);
}

/* "must be given", "expected here": the first word, or any of them, speaks of the value. */
static int is_prose(const struct scan *scan, const struct value *value,
                    const struct value_look *look)
{
    static const char *const demands[] = {"must",      "should",  "required",
                                          "cannot",    "invalid", "missing",
                                          "character", "blank",   "field"};
    const int is_set = value->quoted && value->sign == '=' && !value->spaced;
    size_t word = value->start, prose = 0;

    if (look->spaces + look->commas == 0) {
        return !value->quoted && !value->listed && look->length < VALUE_JUDGED_MAX &&
               !(value->joined && ((value->sign == '=' && !value->spaced) ||
                                   value->sign == '>' || is_login_word(scan, value))) &&
               words_hold(&table_words_prose, scan->bytes + word, look->length);
    }
    if (value->listed && value->sign == ':') {
        for (size_t i = value->start; i < value->end; i++) {
            effort_spend(scan->effort, 2);
            for (size_t k = 0; k < sizeof demands / sizeof *demands; k++) {
                if (scan_is_at(scan, i, demands[k])) {
                    return 1;
                }
            }
        }
        return 0; /* password: this is a secret */
    }
    for (size_t i = value->start; i <= value->end && i - value->start < VALUE_JUDGED_MAX; i++) {
        if (i == value->end || scan_byte(scan, i) == ' ' || scan_byte(scan, i) == ',') {
            effort_spend(scan->effort, EFFORT_ITEM + (i - word) / EFFORT_WALKED);
            prose += (size_t)words_hold(&table_words_prose, scan->bytes + word, i - word);
            if (i == value->start + look->first && !value->quoted) {
                if (prose > 0) {
                    return 1;
                }
                if (value->joined && value->sign == '=') {
                    return 0; /* PASSWORD=x is set */
                }
            }
            word = i + 1;
        }
    }
    if (is_set && prose * 2 <= look->spaces + 1) {
        return 0; /* PSK="where is my horse": a sentence, and none about the value */
    }
    return prose >= 2 && look->digits < 4 &&
           !(look->spaces > 0 && looks_of_three_kinds(scan->bytes + value->start, look->first));
}

static int is_ordinary_word(const struct scan *scan, const struct value *value,
                            const struct value_look *look)
{
    return look->others == 0 && look->digits == 0 &&
           looks_like_name(scan->bytes + value->start, look->first);
}

/* key.json, id_rsa.pem: where a key is. */
static int is_file_name(const unsigned char *text, size_t length)
{
    size_t end = length;

    while (end > 0 && length - end < 8 && in_set(text[end - 1], SET_ALPHA)) {
        end--;
    }
    return end > 1 && text[end - 1] == '.' &&
           words_hold(&table_words_key_files, text + end, length - end);
}

/* 7320-0F69, as a device is let in: two groups of four capitals or digits. */
static int is_halved(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i == HALF ? text[i] != '-' : !in_set(text[i], SET_UALNUM)) {
            return 0;
        }
    }
    return length == 2 * HALF + 1;
}

/* 123-45-678, as accessories and their keepers are paired. */
static int is_grouped(const unsigned char *text, const struct value_look *look)
{
    size_t hyphens = 0;

    for (size_t i = 0; i < look->length && i < GROUPED_MAX + 2; i++) {
        hyphens += text[i] == '-';
    }
    return (hyphens == 2 && look->digits >= GROUPED_MIN && look->digits <= GROUPED_MAX &&
            look->digits + hyphens == look->length) ||
           (hyphens == 1 && is_halved(text, look->length));
}

/* username="bob" password="42": a number that a name stands beside in a list of settings. */
static int is_beside_name(const struct scan *scan, const struct value *value)
{
    for (size_t at = value->start;
         at > 0 && value->start - at < BESIDE_MAX && scan->bytes[at - 1] != '\n'; at--) {
        if (scan_is_at(scan, at, "username=\"")) {
            return value->quoted && value->sign == '=';
        }
    }
    return 0;
}

/* rotate-password: command not found, as a shell says it. */
static int is_unknown_command(const struct scan *scan, const struct value *value)
{
    return value->sign == ':' && scan_is_at(scan, value->start, "command not found");
}

int value_is_harmless(const struct scan *scan, const struct value *value,
                      enum key_strength strength)
{
    struct value_look look = value_look_at(scan, value);
    const unsigned char *text = scan->bytes + value->start;
    size_t length = look.length;
    int is_given = value->quoted || (value->sign == '=' && !value->spaced);

    effort_spend(scan->effort, EFFORT_VALUE);
    if (length == 0 || (length == 1 && text[0] == VIEW_REDACTED)) {
        return 1;
    }
    if (stand_in_is_name(scan, value) || is_unknown_command(scan, value)) {
        return 1;
    }
    if (look.redacted > 0) {
        return 0; /* part of it was secret: so is the rest */
    }
    while (length > 1 && (text[length - 1] == '.' || text[length - 1] == ')')) {
        length--;
    }
    effort_walk(scan->effort, look.length - length);
    if (value->quoted && length > 2 &&
        ((text[length - 1] == ' ' && text[length - 2] == ':') ||
         (value->sign == '(' && text[0] == '-' && text[1] == '-'))) {
        return 1; /* ask_password("New password: "), ["print-token", "--scopes"] */
    }
    if (strength == KEY_DIGITS) {
        if (text[0] == '[' && text[length - 1] == ']' && look.digits + 2 == length) {
            return length < DIGITS_MIN + 2 || length > DIGITS_MAX + 2; /* pin: [4711] */
        }
        return !is_grouped(text, &look) &&
               (look.digits != length || length < DIGITS_MIN || length > DIGITS_MAX);
    }
    if ((words_hold(&table_words_harmless, text, length) && !value->listed) ||
        (!value->quoted && !value->listed &&
         words_hold(&table_words_harmless, text, look.first)) ||
        stand_in_is(scan, value, &look) || is_list_of_numbers(scan, value, &look)) {
        return 1;
    }
    if (is_number(scan, value)) {
        return strength == KEY_MEDIUM && value->quoted && look.digits == length
                   ? length < NUMBER_MIN
                   : strength != KEY_STRONG ||
                         (length <
                              (is_given || value_is_own_line(value) ? STRING_MIN : COUNT_MIN) &&
                          !is_beside_name(scan, value)) ||
                         (length > 1 && text[1] == 'x');
    }
    if (!value->quoted && code_is(scan, value, look.digits)) {
        return 1;
    }
    if (is_prose(scan, value, &look)) {
        return 1;
    }
    switch (strength) {
    case KEY_STRONG:
        if (stand_in_is_object(scan, value) || stand_in_is_placeholder(scan, value, &look)) {
            return 1;
        }
        if (!value->quoted && value->spaced && value->sign != ':' && look.digits == 0 &&
            look.others == 0 && scan_byte(scan, value->start + look.first) == '\n') {
            return 0;
        }
        return length < ((is_given && (value->sign == '=' || value->sign == ':')) ||
                                 (value->quoted && in_set(text[0], SET_ALNUM)) ||
                                 value_is_own_line(value) ||
                                 (value->joined && (value->sign == ' ' || value->sign == '>'))
                             ? PASSWORD_MIN
                             : WORD_MIN) ||
               (!value->quoted && is_file_name(text, length));
    case KEY_MEDIUM:
        if (is_file_name(text, length)) {
            return 1;
        }
        if (length < 6 || (is_ordinary_word(scan, value, &look) && length < 24)) {
            return 1;
        }
        if (look.spaces > 0 && look.digits == 0) {
            return 1;
        }
        if (!value->quoted && code_is_name(scan, value)) {
            return 1;
        }
        return look.digits == 0 && length < 10;
    default:
        effort_walk(scan->effort, look.first);
        if (looks_constant(text, look.first) || text[0] >= 0x80 ||
            looks_kept_under(text, look.first) || scan_is_at(scan, value->start, "arn:") ||
            scan_is_at(scan, value->start, "sha256:") || looks_fingerprint(text, look.first) ||
            (text[0] == '{' && length > 37 && looks_uuid(text + 1, 36))) {
            return 1; /* {3f2a...}: what Windows calls things by */
        }
        if (value->quoted && length >= JUMBLE_MIN && look.digits > 2 && look.uppers > 2 &&
            look.lowers > 2 && look.others * 4 >= length &&
            memchr(text, '\n', length) == NULL) {
            return 0;
        }
        if (look.first >= SHORT_MIN && look.first < KEY_MIN && look.first == length &&
            value->sign != '>') {
            return looks_evidence(text, length) <= SHORT_EVIDENCE || looks_hex(text, length);
        }
        return look.first < KEY_MIN ||
               (!looks_random(text, look.first) && !looks_hex_key(text, look.first) &&
                !looks_made_up(text, look.first));
    }
}
