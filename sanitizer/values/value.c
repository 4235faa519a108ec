/* Where the value of a key begins and ends, whatever its syntax. */
#include "value.h"

#include <string.h>

#include "assigned.h"
#include "bytes.h"
#include "copula.h"
#include "extent.h"
#include "list.h"
#include "member.h"
#include "opening.h"
#include "said.h"
#include "script_quotes.h"
#include "sign.h"
#include "wrapped.h"

/* How far into the next line its value may stand. */
#define LINE_MAX 160

/* A passphrase: so many words, and so long. */
#define WORDS_MAX 10
#define PHRASE_MAX ((size_t)96)

#define FOUR ((size_t)4)

/* How deep a line may be indented. */
#define INDENT_MAX ((size_t)40)

/* How long what a default stands in for may be. */
#define NAMED_MAX 512

/* password =\n    "x", password = (\n    "x": where a line of its own begins with the string,
 * behind the end of the line at `at`; 0 if there is none. */
static size_t string_below(const struct scan *scan, size_t at)
{
    size_t end = at + (scan_byte(scan, at) == '(' || scan_byte(scan, at) == '\\'), quote;

    end += scan_byte(scan, end) == '\r';
    if (scan_byte(scan, end) != '\n') {
        return 0;
    }
    for (quote = end + 1; quote - end < INDENT_MAX &&
                          (scan_byte(scan, quote) == ' ' || scan_byte(scan, quote) == '\t');) {
        quote++;
    }
    return is_quote(scan_byte(scan, quote)) ? quote : 0;
}

/* Where the value is written: in the next line of JSON, YAML or what PHP prints, or here. */
static size_t skip_lines(const struct scan *scan, size_t key_start, size_t at, size_t start,
                         unsigned char sign, int *ret_block)
{
    size_t first = opening_skip_colour(scan, extent_skip_blanks(scan, start)), block, indent;

    if (sign == '=' && scan_is_at(scan, first, "\\\n")) {
        return extent_skip_blanks(scan, first + 2); /* properties go on in the next line */
    }

    if ((is_quote(scan_byte(scan, at)) || scan_before(scan, start) == '>') &&
        (sign == ':' || sign == '=') &&
        (scan_byte(scan, first) == '\n' || scan_byte(scan, first) == '\r')) {
        size_t next = first + 1 + (scan_byte(scan, first) == '\r');

        next = member_skip_alike(scan, key_start, next, &indent);
        while (next - start < LINE_MAX && next < scan->length &&
               scan_byte(scan, next) != VIEW_REDACTED &&
               (scan_byte(scan, next) <= ' ' || (scan_before(scan, next) == '\n' &&
                                                 strchr("+-#>*", scan->bytes[next]) != NULL))) {
            next++; /* also in a diff, a comment or a quotation */
        }
        effort_spend(scan->effort, (next - first) / 2);
        if (is_quote(scan_byte(scan, next)) || scan_is_at(scan, next, "string(") ||
            (scan_before(scan, start) != '>' && !scan_is_at(scan, next, "file \""))) {
            first = next;
        }
    }
    if (sign == '=' && string_below(scan, first) != 0) {
        return string_below(scan, first);
    }
    if (scan_is_at(scan, first, "** ")) {
        return first + 3; /* **Password:** x */
    }
    if (scan_is_at(scan, first, "</")) {
        return opening_skip_tags(scan, first); /* <b>Password:</b> x */
    }
    if (scan_is_at(scan, first, "[/b] ") || scan_is_at(scan, first, "[/i] ")) {
        return first + 5; /* [b]Password:[/b] x */
    }
    if (scan_byte(scan, first) == '!' && sign == ':') {
        first = opening_skip_type(scan, first);
    }
    if (scan_is_at(scan, first, "<<") && sign == '=') {
        first = opening_skip_heredoc(scan, first);
    }
    if ((scan_byte(scan, first) == '|' || scan_byte(scan, first) == '>') && sign == ':') {
        block = first + 1;
        if (scan_byte(scan, block) == '-' || scan_byte(scan, block) == '+') {
            block++;
        }
        if (scan_byte(scan, block) == '\n') {
            *ret_block = 1; /* YAML's block of lines */
            return extent_skip_blanks(scan, block + 1);
        }
    }
    return first;
}

/* getenv("X"), getenv("X", "x"): behind what an environment is asked for, which begins at the
 * bracket `at`: sets where the string begins that it is answered with else, or 0. */
static size_t behind_variable(const struct scan *scan, size_t at, size_t *ret_default)
{
    size_t end = at + 2, next;

    *ret_default = 0;
    if (!is_quote(scan_byte(scan, at + 1))) {
        return at;
    }
    while (end - at < LINE_MAX && in_set(scan_byte(scan, end), SET_TOKEN)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (scan_byte(scan, end) != scan_byte(scan, at + 1)) {
        return at;
    }
    if (scan_byte(scan, end + 1) == ',') {
        next = extent_skip_blanks(scan, end + 2);
        next += scan_byte(scan, next) == 'b';
        *ret_default = is_quote(scan_byte(scan, next)) ? next + 1 : 0;
    }
    return scan_byte(scan, end + 1) == ')' ? end + 2 : at;
}

/* process.env.X || "x", x or "y": where the string begins that stands for what is not there. */
static size_t behind_or(const struct scan *scan, size_t at)
{
    static const char *const joints[] = {" || ", " ?? ", " or ", " ?: "};
    size_t end, string;

    at += scan_byte(scan, at) == '(' && in_set(scan_byte(scan, at + 1), SET_ALPHA);
    end = at;
    while (end - at < NAMED_MAX &&
           (in_set(scan_byte(scan, end), SET_TOKEN) || scan_byte(scan, end) == '[' ||
            scan_byte(scan, end) == ']')) {
        end++;
    }
    effort_spend(scan->effort, end - at);
    if (scan_byte(scan, end) == '(' && end > at + 2 &&
        (scan_is_at(scan, end - 3, "env") || scan_is_at(scan, end - 4, ".get"))) {
        const int is_variable = scan_is_at(scan, end - 3, "env") ||
                                (end > at + 8 && scan_is_at(scan, end - 8, "iron.get"));

        end = behind_variable(scan, end, &string);
        if (string != 0 && is_variable) {
            return string;
        }
    }
    for (size_t i = 0; end > at && i < sizeof joints / sizeof *joints; i++) {
        if (scan_is_at(scan, end, joints[i]) && is_quote(scan_byte(scan, end + 4))) {
            return end + 5;
        }
    }
    return 0;
}

/* password:[x1y2z3] user:[a], as Go prints what a form was sent with. */
static int is_form_value(const struct scan *scan, size_t at, const struct value *value)
{
    return scan_byte(scan, at) == '[' && value->sign == ':' && !value->spaced && at > 1 &&
           in_set(scan->bytes[at - 2], SET_WORD) && scan_byte(scan, at + 1) != ']' &&
           (scan_byte(scan, at + 1) == VIEW_REDACTED || said_is_password(scan, at + 1));
}

/* correct horse battery 9: where the words end that begin at `at`, with the line, or before
 * what closes a map's member; `at` if anything else than words stands there. */
static size_t phrase_end(const struct scan *scan, size_t at)
{
    size_t end = at, words = 1;

    for (; end - at < PHRASE_MAX && scan_byte(scan, end) != '\n'; end++) {
        unsigned char byte = scan_byte(scan, end);

        if (byte == ',' || byte == '}' || byte == '\r') {
            break;
        }
        words += byte == ' ';
        if ((byte == ' ' ? scan_byte(scan, end + 1) == ' '
                         : byte < 0x80 && !in_set(byte, SET_TYPABLE)) ||
            byte == '=' || words > WORDS_MAX) {
            effort_spend(scan->effort, (end - at) * 2);
            return at;
        }
    }
    effort_spend(scan->effort, end - at);
    return end - at < PHRASE_MAX && scan_before(scan, end) != ' ' ? end : at;
}

/* abcd efgh ijkl mnop at the line's end, as mail lets an application in; 0 if it is not so. */
static size_t four_words_end(const struct scan *scan, size_t at)
{
    const size_t length = 4 * FOUR + 3;

    for (size_t i = 0; i < length; i++) {
        if (i % (FOUR + 1) == FOUR ? scan_byte(scan, at + i) != ' '
                                   : !in_set(scan_byte(scan, at + i), SET_LOWER)) {
            return 0;
        }
    }
    return is_blank(scan_byte(scan, at + length)) ? at + length : 0;
}

/* Whether the line above or below the one of [start, end) is a name=value, too. */
static int is_between_settings(const struct scan *scan, size_t start, size_t end)
{
    const size_t above = start > 1 ? scan_line_start(scan, start - 1, LINE_MAX) : SIZE_MAX;
    const size_t lines[] = {above, end + 1};

    for (size_t i = 0; i < 2; i++) {
        size_t at = lines[i];

        while (at < scan->length && at - lines[i] < INDENT_MAX &&
               in_set(scan_byte(scan, at), SET_TOKEN)) {
            at++;
        }
        if (at != lines[i] && scan_byte(scan, at) == '=') {
            return 1;
        }
    }
    return 0;
}

/* Whether an unquoted value may be of more than a word: a line's own setting, as of a
 * configuration, a passphrase by its name, a member of a map. */
static size_t phrase_of(const struct scan *scan, size_t key_start, size_t at,
                        const struct value *value)
{
    const int is_phrase = at - key_start >= 6 && scan_is_at(scan, at - 6, "phrase");
    size_t end = value->end;
    unsigned char after;

    if (scan_byte(scan, end) == ' ' && !value->quoted &&
        four_words_end(scan, value->start) != 0) {
        return four_words_end(scan, value->start);
    }
    if (scan_byte(scan, end) != ' ' || value->quoted ||
        (value->sign != '=' && (value->sign != ':' || !is_phrase))) {
        return value->end;
    }
    end = phrase_end(scan, value->start);
    after = scan_byte(scan, end);
    return end > value->end &&
                   (after == ',' || after == '}'
                        ? assigned_is_in_map(scan, key_start, after)
                        : is_phrase ||
                              (scan_before(scan, key_start) == '\n' &&
                               (value->spaced || is_between_settings(scan, key_start, end))))
               ? end
               : value->end;
}

/* The value from `first` on, whatever its syntax. `line`: it may run to the line's end. */
static void take(struct scan *scan, size_t at, int line, struct value *value)
{
    size_t first = wrapped_skip(scan, at) + (size_t)is_form_value(scan, at, value);
    unsigned char open = scan_byte(scan, first), quote = 0;
    size_t inner = first, opened;

    if (value->sign == '=' || value->sign == ':') {
        quote = opening_quoting_end(scan, first, &inner);
    }
    value->quoted = 1;
    opened = first + (scan_byte(scan, first + 1) == ' ' ? 2 : 1);
    if (open == '[' && scan_byte(scan, opened) == '\n' &&
        said_is_password(scan, extent_skip_blanks(scan, opened + 1) + 1)) {
        opened = extent_skip_blanks(scan, opened + 1);
    }
    if ((open == '[' || open == '(') && value->sign != '>' &&
        is_quote(scan_byte(scan, opened)) && list_strings_end(scan, opened) != 0) {
        value->start = opened + 1;
        value->end = list_strings_end(scan, opened);
        return;
    }
    value->end = script_quotes_find(scan, first, &value->start);
    value->end = value->end == 0 ? bytes_find(scan, first, &value->start) : value->end;
    value->end = value->end == 0 ? list_items_end(scan, first, &value->start) : value->end;
    if (value->end != 0) {
        return;
    }
    if (scan_is_at(scan, first, "<![cdata[")) {
        value->start = first + 9;
        value->end = extent_element(scan, first);
        return;
    }
    if (quote == 0) {
        inner = opened = opening_skip(scan, first);
        quote = is_quote(scan_byte(scan, inner)) ? scan_byte(scan, inner) : 0;
        while (quote != 0 && scan_byte(scan, inner) == quote && inner - opened < 64) {
            inner++; /* """ too */
        }
        if (inner - opened == 2 && !in_set(scan_byte(scan, inner), SET_ALNUM)) {
            value->start = value->end = inner; /* an empty string, and not ""x"" */
            return;
        }
    }
    value->start = inner;
    if (quote != 0) {
        value->end = extent_quoted(scan, inner, quote);
        return;
    }
    if (behind_or(scan, inner) != 0) {
        value->start = behind_or(scan, inner);
        value->end = extent_quoted(scan, value->start, scan->bytes[value->start - 1]);
        return;
    }
    value->quoted = 0;
    value->end = value->sign == '>' ? extent_element(scan, inner) : extent_bare(scan, inner);
    if (line && value->end > value->start && (scan_byte(scan, value->end) == ' ')) {
        value->end = extent_line(scan, value->end);
    }
}

/* "4711\000\000", ${pin:4711}: without what a debugger pads with, and what closes a variable.
 */
static size_t without_padding(const struct scan *scan, size_t key_start,
                              const struct value *value)
{
    size_t end = value->end;

    while (value->quoted && end - value->start > 4 && value->end - end < LINE_MAX &&
           scan_is_at(scan, end - 4, "\\000")) {
        end -= 4;
    }
    return end - (size_t)(!value->quoted && end - value->start > 1 &&
                          scan->bytes[end - 1] == '}' && scan_before(scan, key_start) == '{' &&
                          memchr(scan->bytes + value->start, '{', end - value->start) == NULL);
}

int value_find(struct scan *scan, size_t key_start, size_t at, enum value_blank blank, int line,
               struct value *ret_value)
{
    struct value value = {0};
    size_t start = sign_find(scan, key_start, at, blank, &value.sign), first;

    if (start == 0) {
        return 0;
    }
    value.spaced = extent_skip_blanks(scan, start) > start;
    first = skip_lines(scan, key_start, at, start, value.sign,
                       &line); /* it says whether lines hold it */
    take(scan, first, line, &value);
    if (value.end <= value.start) {
        return 0;
    }
    value.end = without_padding(scan, key_start, &value);
    if (!value.quoted) {
        value.end = copula_value_end(scan, at, value.start, value.end);
    }
    value.end = phrase_of(scan, key_start, at, &value);
    value.listed = assigned_is_listed(scan, key_start, &value);
    value.joined = assigned_is_joined(scan, key_start, at, start, &value);
    *ret_value = value;
    return 1;
}
