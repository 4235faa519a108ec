#include "label.h"

#include <string.h>

#include "extent.h"
#include "said.h"
#include "tables/words.h"

/* How long what stands between a key and its colon may be. */
#define LABEL_MAX 32

/* "my", and a blank. */
#define OWNER_MAX 5

/* How long a name is that a login begins with. */
#define NAME_MAX 48

/* A code that is sent to somebody. */
#define CODE_MIN 4
#define CODE_MAX 8

/* Where the remark that a bracket opens at `at` is closed; 0 if it is none of words. */
static size_t remark_end(const struct scan *scan, size_t at)
{
    size_t end = at + 1;

    while (end - at < LABEL_MAX &&
           (in_set(scan_byte(scan, end), SET_ALNUM) || scan_byte(scan, end) >= 0x80 ||
            scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '-')) {
        end++;
    }
    return scan_byte(scan, end) == ')' ? end + 1 : 0;
}

/* Where the number, or the word of no English letters, at `at` ends. */
static size_t qualifier_end(const struct scan *scan, size_t at)
{
    size_t end = at, foreign = 0;

    while (end - at < 2 && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    if (end > at) {
        return end;
    }
    while (end - at < LABEL_MAX &&
           (in_set(scan_byte(scan, end), SET_ALPHA) || scan_byte(scan, end) >= 0x80)) {
        foreign += scan->bytes[end++] >= 0x80;
    }
    return foreign > 0 ? end : at;
}

static int is_code(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at <= CODE_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    return end - at >= CODE_MIN && end - at <= CODE_MAX && scan_byte(scan, end) == ')';
}

static int is_somebodys(const struct scan *scan, size_t key_start)
{
    return key_start >= OWNER_MAX && (scan_is_at(scan, key_start - 3, "my ") ||
                                      scan_is_at(scan, key_start - 5, "your ") ||
                                      scan_is_at(scan, key_start - 4, "our "));
}

/* Where "incorrecta" and the like end, and a blank; `at` if no such word stands there. */
static size_t refusal_end(const struct scan *scan, size_t at)
{
    static const char *const words[] = {
        "incorrecta", "incorrecto",    "incorrect", "incorrecte", "incorreta", "falsch",
        "ungültig",   "invalide",      "inválida",  "invalida",   "no válida", "errata",
        "sbagliata",  "onjuist",       "ongeldig",  "erronée",    "fel",       "неверный",
        "неверен",    "nieprawidłowe", "yanlış",    "erroneo",    "errónea",   "geçersiz",
        "nesprávné",  "forkert"};

    if (strchr("ifunesogy\xd0", table_lower[scan_byte(scan, at)]) == NULL) {
        return at; /* no word begins so */
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (scan_is_at(scan, at, words[i])) {
            const size_t end = at + strlen(words[i]);

            if (!in_set(scan_byte(scan, end), SET_ALPHA) && scan_byte(scan, end) < 0x80) {
                return end + (scan_is_at(scan, end, " :") ? 1 : 0);
            }
        }
    }
    return at;
}

size_t label_find(const struct scan *scan, size_t key_start, size_t sign, int digits)
{
    size_t end;

    if (scan_byte(scan, sign) == '(') {
        if ((digits && is_code(scan, sign + 1)) ||
            (is_somebodys(scan, key_start) && said_is_password(scan, sign + 1))) {
            return sign + 1;
        }
        end = remark_end(scan, sign);
    } else {
        end = refusal_end(scan, sign);
        if (end > sign) {
            return scan_is_at(scan, end, ": ") ? end + 1 : 0;
        }
        end = qualifier_end(scan, sign);
    }
    return end > sign && scan_is_at(scan, end, ": ") && said_is_password(scan, end + 2)
               ? end + 1
               : 0;
}

/* Where the word of letters that ends at `end` begins. */
static size_t word_start(const struct scan *scan, size_t end)
{
    size_t word = end;

    while (word > 0 && end - word < LABEL_MAX &&
           (in_set(scan->bytes[word - 1], SET_ALPHA) || scan->bytes[word - 1] >= 0x80)) {
        word--;
    }
    return word;
}

size_t label_find_pair(const struct scan *scan, size_t key_start, size_t at)
{
    static const char *const signs[] = {"->", "-", "=", ":", "(", "are ", "is "};
    size_t joint = key_start - (scan_before(scan, key_start) == ' '), next, end;
    const unsigned char byte = scan_before(scan, joint);

    if (byte != '/' && byte != '&' && byte != '(') {
        return 0;
    }
    joint -= joint > 1 && scan->bytes[joint - 2] == ' ' ? 2 : 1;
    next = word_start(scan, joint);
    if (!words_hold(&table_words_logins, scan->bytes + next, joint - next)) {
        return 0;
    }
    next = extent_skip_blanks(scan, scan_byte(scan, at) == ')' ? at + 1 : at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (scan_is_at(scan, next, signs[i])) {
            next = extent_skip_blanks(scan, next + strlen(signs[i]));
            break;
        }
    }
    for (end = next; end - next < NAME_MAX && in_set(scan_byte(scan, end), SET_MAILBOX);
         end++) {
    }
    if (next == at || end == next) {
        return 0;
    }
    end = extent_skip_blanks(scan, end);
    if (scan_byte(scan, end) != '/' && scan_byte(scan, end) != '(') {
        return 0;
    }
    end += scan_byte(scan, end) == scan_byte(scan, end + 1) ? 2 : 1;
    end = extent_skip_blanks(scan, end);
    return said_is_password(scan, end) ? end : 0;
}

size_t label_skip_name(const struct scan *scan, size_t key_start, size_t value)
{
    size_t slash = key_start - (scan_before(scan, key_start) == ' '), word, name, end;

    if (scan_before(scan, slash) != '/') {
        return value;
    }
    slash--;
    slash -= scan_before(scan, slash) == ' ';
    word = word_start(scan, slash);
    if (!words_hold(&table_words_logins, scan->bytes + word, slash - word)) {
        return value;
    }
    name = value + (scan_byte(scan, value) == ' ' || scan_byte(scan, value) == '\n');
    for (end = name; end - name < NAME_MAX && in_set(scan_byte(scan, end), SET_MAILBOX);
         end++) {
    }
    if (end > name && scan_before(scan, name) == '\n') { /* a line for each half */
        return scan_byte(scan, end) == '\n' && said_is_password(scan, end + 1) ? end + 1
                                                                               : value;
    }
    end += scan_byte(scan, end) == ' ';
    return end > name && scan_byte(scan, end) == '/' ? end + 1 : value;
}
