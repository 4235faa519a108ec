#include "told.h"

#include <string.h>

#include "told_word.h"
#include "tables/words.h"
#include "values/extent.h"
#include "values/said.h"
#include "values/value.h"

#define WORD_MAX 24
#define VALUE_MAX 64

/* What stands between a key and its colon, and before the key. */
#define BETWEEN_MAX 5

/* So far before a key its line may say what it is of. */
#define BESIDE_MAX ((size_t)64)

/* A code that is sent to somebody. */
#define CODE_MIN 4
#define CODE_MAX 8
#define BEFORE_MAX 2

/* How the value is joined to its key. */
enum joint { JOINT_NONE, JOINT_LABEL, JOINT_COPULA, JOINT_BLANK };

static size_t letters_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && in_set(scan_byte(scan, end), SET_ALPHA)) {
        end++;
    }
    return end;
}

/* "(plain)", and "entered", "in plain text": behind the words that tell, or `at`. */
static size_t behind_telling(const struct scan *scan, size_t at)
{
    for (unsigned int i = 0; i < BETWEEN_MAX && scan_byte(scan, at) == ' '; i++) {
        const size_t open = at + 1 + (scan_byte(scan, at + 1) == '(');
        const size_t end = letters_end(scan, open);
        const int is_remark = open > at + 1;

        if (end == open || (is_remark && scan_byte(scan, end) != ')') ||
            !words_hold(&table_words_told, scan->bytes + open, end - open)) {
            break;
        }
        at = end + (size_t)is_remark;
    }
    return at;
}

/* Where "to " or "is " stands between a key, or what it is of, and its value: behind it; 0 if
 * it does not. */
static size_t behind_copula(const struct scan *scan, size_t at)
{
    static const char *const copulas[] = {"is ",       "was ",          "to ",
                                          "will be ",  "is set to ",    "set to ",
                                          "reset to ", "changed to ",   "updated to ",
                                          "is now ",   "was set to ",   "has been set to ",
                                          "will be: ", "was reset to ", "has been reset to ",
                                          "set to: ",  "reset to: ",    "changed to: "};
    size_t behind = 0;

    if (scan_byte(scan, at) != ' ' || !in_set(scan_byte(scan, at + 1), SET_ALPHA) ||
        strchr("iwtsrcuh", table_lower[scan->bytes[at + 1]]) == NULL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof copulas / sizeof *copulas; i++) {
        if (scan_is_at(scan, at + 1, copulas[i]) && at + 1 + strlen(copulas[i]) > behind) {
            behind = at + 1 + strlen(copulas[i]);
        }
    }
    return behind;
}

/* Behind " for bob", " of user bob" or " to bob", or `at`. */
static size_t behind_owner(const struct scan *scan, size_t at)
{
    size_t end = scan_is_at(scan, at, " for ")                                  ? at + 5
                 : scan_is_at(scan, at, " of ") || scan_is_at(scan, at, " to ") ? at + 4
                                                                                : at;
    size_t name;

    if (end == at) {
        return at;
    }
    end += scan_is_at(scan, end, "user ") ? 5 : scan_is_at(scan, end, "account ") ? 8 : 0;
    for (name = end;
         end - name < VALUE_MAX &&
         (in_set(scan_byte(scan, end), SET_MAILBOX) || is_quote(scan_byte(scan, end)) ||
          scan_byte(scan, end) == VIEW_REDACTED || scan_byte(scan, end) == '@');) {
        end++;
    }
    effort_spend(scan->effort, (end - name) / 2);
    return end > name ? end : at;
}

/* password, passphrase, secret, psk: what people choose words for. */
static int is_chosen(const struct scan *scan, size_t start, size_t end)
{
    static const char *const words[] = {"pass", "secret", "pw", "psk", "phrase"};

    for (size_t at = start; at < end; at++) {
        effort_spend(scan->effort, 1);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (scan_is_at(scan, at, words[i])) {
                return 1;
            }
        }
    }
    return 0;
}

/* using secret x, secret loaded: x: a secret's name as often as what it is. */
static int is_of_named(const struct scan *scan, size_t at)
{
    static const char *const words[] = {
        "read",    "found",     "loaded",    "saved",   "saving",     "storing",  "stored",
        "set",     "setting",   "using",     "used",    "use",        "with",     "and",
        "got",     "generated", "checking",  "invalid", "generating", "check",    "bad",
        "unknown", "wrong",     "retrieved", "fetched", "sent",       "obtained", "ok",
        "valid",   "matched",   "sending"};
    const size_t start = scan_run_start(scan, SET_ALPHA, at, WORD_MAX);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (scan_is_at(scan, start, words[i]) && strlen(words[i]) == at - start) {
            return 1;
        }
    }
    return 0;
}

/* Whether one of the words right before the key says what a program does with it. */
static int is_told_of(const struct scan *scan, size_t key_start)
{
    size_t at = key_start;

    for (unsigned int i = 0; i < BEFORE_MAX && at > 1 && scan->bytes[at - 1] == ' '; i++) {
        const size_t start = scan_run_start(scan, SET_ALPHA, at - 1, WORD_MAX);

        if (words_hold(&table_words_tellers, scan->bytes + start, at - 1 - start)) {
            return !scan_is_at(scan, key_start, "secret ") || !is_of_named(scan, at - 1);
        }
        if (!words_hold(&table_words_owners, scan->bytes + start, at - 1 - start)) {
            return 0;
        }
        at = start;
    }
    return 0;
}

/* setting password to x, and not the password to enter */
static int is_changed(const struct scan *scan, size_t key_start)
{
    static const char *const verbs[] = {"set ",      "setting ",    "reset ",    "resetting ",
                                        "change ",   "changed ",    "changing ", "updating ",
                                        "updated ",  "update ",     "set the ",  "setting the ",
                                        "set user ", "change the ", "reset the "};

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const size_t length = strlen(verbs[i]);

        if (key_start >= length && scan_is_at(scan, key_start - length, verbs[i])) {
            return 1;
        }
    }
    return 0;
}

/* signing with key x, encrypting using key x */
static int is_used_to_encrypt(const struct scan *scan, size_t key_start)
{
    static const char *const joints[] = {"with ",      "using ",    "with the ",
                                         "using the ", "with api ", "using api "};
    static const char *const verbs[] = {"sign",    "crypt", "verif", "authentic",
                                        "connect", "hash",  "lock"};

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t length = strlen(joints[i]);
        size_t start;

        if (key_start <= length + 1 || !scan_is_at(scan, key_start - length, joints[i])) {
            continue;
        }
        start = scan_run_start(scan, SET_ALPHA, key_start - length - 1, WORD_MAX);
        for (size_t at = start; at < key_start - length; at++) {
            effort_spend(scan->effort, 2);
            for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++) {
                if (scan_is_at(scan, at, verbs[k])) {
                    return 1;
                }
            }
        }
    }
    return 0;
}

/* Whether the word stands shortly before the key, in its line. */
static int is_beside(const struct scan *scan, size_t key_start, const char *word)
{
    for (size_t at = key_start;
         at > 0 && key_start - at < BESIDE_MAX && scan->bytes[at - 1] != '\n'; at--) {
        if (scan_is_at(scan, at - 1, word)) {
            return 1;
        }
    }
    return 0;
}

/* SSID: home, PASS: x, and no verdict of a test. */
static int is_of_network(const struct scan *scan, size_t start, size_t end)
{
    return end - start == 4 && scan_is_at(scan, start, "pass") &&
           is_beside(scan, start, "ssid");
}

/* Brackets about each value: starting [home], password [x]; also about one alone. */
static int is_bracketed(const struct scan *scan, size_t start, size_t value)
{
    return scan_byte(scan, value) == '[' &&
           (scan_before(scan, start) == '\n' || is_beside(scan, start, "]"));
}

static int is_code(const struct scan *scan, size_t start, size_t end)
{
    while (start < end && end - start <= CODE_MAX &&
           in_set(scan_byte(scan, start), SET_DIGIT)) {
        if (++start == end) {
            return 1;
        }
    }
    return 0;
}

/* Where the value may begin behind the key, and how it is joined. */
static enum joint find_joint(const struct scan *scan, size_t start, size_t end,
                             size_t *ret_value)
{
    const size_t told = behind_telling(scan, end), owner = behind_owner(scan, end);
    size_t value = told;

    if (told > end) {
        value += scan_byte(scan, value) == ' ';
        if ((scan_byte(scan, value) == ':' || scan_byte(scan, value) == '=') &&
            !scan_is_at(scan, told - 3, " in")) {
            *ret_value = value + 1 + (scan_byte(scan, value + 1) == ' ');
            return scan_is_at(scan, end - 6, "secret") && is_of_named(scan, told) ? JOINT_NONE
                                                                                  : JOINT_LABEL;
        }
        if (scan_is_at(scan, told - 3, " is ") || scan_is_at(scan, told - 4, " was ")) {
            *ret_value = told + 1;
            return JOINT_COPULA;
        }
    }
    value = behind_owner(scan, told);
    if (value > told && scan_is_at(scan, value, ": ")) {
        *ret_value = value + 2; /* code sent to bob: x */
        return JOINT_LABEL;
    }
    value = behind_copula(scan, owner);
    value = value == 0 && owner > end ? behind_copula(scan, end) : value;
    if (value != 0) {
        *ret_value = value;
        return (value == end + 4 || value == owner + 4) &&
                       scan_is_at(scan, value - 4, " to ") && !is_changed(scan, start)
                   ? JOINT_NONE
                   : JOINT_COPULA;
    }
    *ret_value = end + 1;
    if (scan_byte(scan, end) == ':' || scan_byte(scan, end) == '=') {
        *ret_value += scan_byte(scan, end + 1) == ' ';
        return scan_byte(scan, *ret_value) == '[' || (scan_byte(scan, *ret_value) == '<' &&
                                                      said_is_password(scan, *ret_value + 1))
                   ? JOINT_LABEL
                   : JOINT_NONE;
    }
    return scan_byte(scan, end) == ' ' ? JOINT_BLANK : JOINT_NONE;
}

/* Whether what is told of the key [start, end) can be nothing but its value. */
static int is_value(const struct scan *scan, size_t start, size_t end,
                    enum key_strength strength, enum joint joint, enum told_ending ending,
                    const struct value *value)
{
    if (is_code(scan, value->start, value->end) &&
        (strength == KEY_DIGITS || scan_is_at(scan, end - 3, "otp"))) {
        return value->end - value->start >= CODE_MIN &&
               (end - start > 3 || scan_is_at(scan, end, " entered") ||
                scan_is_at(scan, end - 3, "otp")); /* pin read: 1023 */
    }
    if (strength == KEY_DIGITS || !told_word_is_plain(scan, value->start, value->end)) {
        return 0;
    }
    if (strength != KEY_STRONG) {
        return told_word_is_drawn(scan, value->start, value->end);
    }
    return told_word_is_no_prose(scan, value->start, value->end) &&
           ((ending == TOLD_ENDING_SURE &&
             (joint == JOINT_LABEL || is_chosen(scan, start, end))) ||
            said_is_password(scan, value->start));
}

int told_find(struct scan *scan, size_t start, size_t end, enum key_strength strength,
              size_t *ret_start, size_t *ret_end)
{
    const unsigned char after = scan_byte(scan, end);
    struct value value = {.sign = ' ', .spaced = 1};
    size_t at;
    enum told_ending ending;
    enum joint joint;

    if ((after != ' ' && after != ':' && after != '=') ||
        (scan_before(scan, start) > ' ' && scan_before(scan, start) != '[' &&
         scan_before(scan, start) != '=' && !is_quote(scan_before(scan, start)) &&
         !in_set(scan_before(scan, start), SET_CLOSING)) ||
        (end - start == 4 && scan_is_at(scan, start, "pass") &&
         !is_of_network(scan, start, end)) ||
        scan_is_at(scan, end - 1, "s ")) {
        return 0;
    }
    joint = find_joint(scan, start, end, &at);
    if (joint == JOINT_NONE || (strength == KEY_DIGITS && joint != JOINT_LABEL) ||
        (joint == JOINT_BLANK && !is_bracketed(scan, start, at) &&
         !(strength == KEY_WEAK ? is_used_to_encrypt(scan, start) : is_told_of(scan, start)))) {
        return 0;
    }
    value.end = told_word_end(scan, at, &value.start, &ending);
    if (value.end == at || ending == TOLD_ENDING_ANY ||
        !is_value(scan, start, end, strength, joint, ending, &value)) {
        return 0;
    }
    value.quoted = strength != KEY_STRONG;
    value.sign = joint == JOINT_LABEL ? ':' : ' ';
    if (value_is_harmless(scan, &value, strength == KEY_WEAK ? KEY_MEDIUM : strength)) {
        return 0;
    }
    /* "password: [x]" whole, as what is left would be a value, too */
    *ret_start = joint == JOINT_LABEL && scan_byte(scan, at) != '"' ? at : value.start;
    *ret_end = value.end + (size_t)(*ret_start < value.start);
    return 1;
}
