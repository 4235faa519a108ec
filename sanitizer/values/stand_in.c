#include "stand_in.h"

#include <string.h>

#include "extent.h"
#include "scan/looks.h"
#include "tables/words.h"

/* As many digits in quotes are a key, and no count; as many zeros are a password, and more
 * stand for something. */
#define NUMBER_MIN 8
#define ZEROS_MAX 12

/* So many digits are more than a number of something. */
#define COUNT_MIN 4

/* Blanks that put a value in a column. */
#define ALIGNED_MIN 3

/* The name of a format is no longer. */
#define TAG_MAX 16

/* The full name of a class has as many at least: a password of three words has fewer. */
#define CLASS_DOTS 3

/* {name}, {{ name }}, [name]: letters in brackets, as in templates. */
static int is_bracketed_name(const struct scan *scan, const unsigned char *text, size_t length)
{
    size_t i = 0, end = length;

    while (i < end && (text[i] == '{' || text[i] == '[' || text[i] == '(' || text[i] == ' ')) {
        i++;
    }
    while (end > i && (text[end - 1] == '}' || text[end - 1] == ']' || text[end - 1] == ')' ||
                       text[end - 1] == ' ')) {
        end--;
    }
    effort_walk(scan->effort, i + length - end);
    for (size_t k = i; k < end; k++) {
        if (!in_set(text[k], SET_ALPHA) && text[k] != '_' && text[k] != '.') {
            return 0;
        }
    }
    return end < length;
}

/* {0}".format(x), {name!r}": a field of a format; [(name,
 * ['name' =>, {'name': what a list or a dictionary begins with. */
static int is_field(const struct scan *scan, const struct value *value)
{
    size_t at = value->start + 1;

    if (value->quoted) {
        return 0;
    }
    while (at < value->end && at - value->start < 32 &&
           (in_set(scan_byte(scan, at), SET_WORD) || scan_byte(scan, at) == '!' ||
            scan_byte(scan, at) == ':' || scan_byte(scan, at) == '.')) {
        at++;
    }
    return (scan_byte(scan, at) == '}' && is_quote(scan_byte(scan, at + 1))) ||
           (scan->bytes[value->start] == '[' && (scan_byte(scan, value->start + 1) == '(' ||
                                                 (is_quote(scan_byte(scan, value->end)) &&
                                                  scan_is_at(scan, value->end + 1, " =>")))) ||
           (scan->bytes[value->start] == '{' && is_quote(scan_byte(scan, value->start + 1)));
}

/* <Passw0rd!>, <4711>, which are no <NAME_OF_IT> and no <hex32>. */
static int is_within_angles(const struct scan *scan, const unsigned char *text,
                            const struct value_look *look)
{
    size_t lowers = 0, marks = 0;

    if (look->digits >= COUNT_MIN &&
        (look->digits + 2 == look->length || (look->others == 2 && look->spaces == 0 &&
                                              looks_random(text + 1, look->length - 2)))) {
        return 1;
    }

    for (size_t i = 1; i + 1 < look->length && i < VALUE_JUDGED_MAX; i++) {
        effort_spend(scan->effort, 1);
        if (text[i] <= ' ' || strchr("_-/<>.:=", text[i]) != NULL) {
            return 0;
        }
        lowers += in_set(text[i], SET_LOWER) != 0;
        marks += in_set(text[i], SET_TYPED) != 0;
    }
    return look->length >= 8 && lowers > 0 && marks > 0;
}

/* => $redis_auth, as Puppet and PHP give what a variable holds. */
static int is_variable(const struct scan *scan, const struct value *value)
{
    unsigned char after = scan_byte(scan, value->end);

    return !value->quoted && value->spaced &&
           (after == ',' || after == ';' || after == ')' ||
            memchr(scan->bytes + value->start, '_', value->end - value->start) != NULL);
}

/* [%s], [****]: brackets around what stands for the value. */
static int is_bracketed(const struct scan *scan, const struct value *value,
                        const struct value_look *look)
{
    struct value inner = *value;
    struct value_look within;

    if (look->length < 3 || scan->bytes[value->start] != '[' ||
        scan->bytes[value->end - 1] != ']' || scan->bytes[value->start + 1] == '[') {
        return 0;
    }
    inner.start++;
    inner.end--;
    within = value_look_at(scan, &inner);
    return stand_in_is(scan, &inner, &within);
}

int stand_in_is(const struct scan *scan, const struct value *value,
                const struct value_look *look)
{
    const unsigned char *text = scan->bytes + value->start;
    unsigned char last = text[look->length - 1];
    size_t same = 1;

    while (same < look->length && same < VALUE_JUDGED_MAX && text[same] == text[0]) {
        same++;
    }
    effort_walk(scan->effort, same);
    if (same == look->length && (look->length > 2 || look->others > 0) &&
        (!in_set(text[0], SET_ALNUM) || (text[0] | 0x20) == 'x' ||
         (text[0] == '0' && !value_is_own_line(value) &&
          !(value->quoted && same >= NUMBER_MIN && same <= ZEROS_MAX)))) {
        return 1;
    }
    switch (text[0]) {
    case '$':
        return look->length > 1 &&
               (text[1] == '{' ||
                (look->digits + 1 == look->length &&
                 look->length < 4) || /* what is bound to $1 */
                text[1] == '(' ||
                (look->digits == 0 && look->others == 1 &&
                 (look->lowers == 0 || is_variable(scan, value))) ||
                (!in_set(text[1], SET_DIGIT) &&
                 memchr(text, '/', look->first) != NULL)); /* $dir/key.pem */
    case '%':                                              /* %(name)s */
        return look->length <= 4 || (text[1] == '(' && text[look->length - 2] == ')');
    case '<':
        return (last == '>' && !is_within_angles(scan, text, look)) ||
               (look->spaces > 0 && look->first < look->length &&
                !(value->quoted && look->digits > 0 && look->others > 3));
    case '&': /* <name>, as XML has it */
        return scan_is_at(scan, value->start, "&lt;") && last == ';' && look->digits == 0;
    case '{':
    case '[':
    case '(':
        return is_bracketed(scan, value, look) || is_bracketed_name(scan, text, look->length) ||
               is_field(scan, value) || (!value->quoted && look->length < 3) ||
               (!value->quoted && scan_byte(scan, value->end) == ' ' && look->digits < 5);
    case '\\': /* '\000' <repeats 15 times> */
        return look->lowers == 0 && look->uppers == 0;
    default:
        return 0;
    }
}

int stand_in_is_placeholder(const struct scan *scan, const struct value *value,
                            const struct value_look *look)
{
    size_t word = value->end;

    if (value->sign != ' ' || look->lowers + look->digits + look->others > 0) {
        return 0;
    }
    while (word > value->start && in_set(scan->bytes[word - 1], SET_UPPER)) {
        word--;
    }
    effort_walk(scan->effort, value->end - word);
    return words_hold(&table_words_variables, scan->bytes + word, value->end - word);
}

int stand_in_is_object(const struct scan *scan, const struct value *value)
{
    size_t hyphens = 0, i;

    if (value->quoted || value->sign != ':' || value->start < ALIGNED_MIN ||
        !scan_is_at(scan, value->start - ALIGNED_MIN, "   ")) {
        return 0;
    }
    for (i = value->start; i < value->end; i++) {
        if (!in_set(scan_byte(scan, i), SET_LOWER) && scan_byte(scan, i) != '-') {
            break;
        }
        hyphens += scan_byte(scan, i) == '-';
    }
    effort_walk(scan->effort, i - value->start);
    return i == value->end && hyphens > 0;
}

/* Password string `json:"password"`: what Go writes behind a member says how it is called. */
static int is_tag(const struct scan *scan, const struct value *value)
{
    size_t at = value->start;

    while (at - value->start < TAG_MAX && in_set(scan_byte(scan, at), SET_LOWER)) {
        at++;
    }
    return at > value->start && scan_before(scan, value->start) == '`' &&
           scan_is_at(scan, at, ":\"");
}

/* password: !secret name_of_it, as YAML refers to what another file holds. */
static int is_reference(const struct scan *scan, const struct value *value)
{
    static const char *const tags[] = {"!secret ", "!env_var ", "!ref "};

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const size_t length = strlen(tags[i]);

        if (value->start >= length && scan_before(scan, value->start) == ' ' &&
            scan_is_at(scan, value->start - length, tags[i])) {
            return 1;
        }
    }
    return 0;
}

/* "x-api-key", "x-amz-user-agent": a header's name, in a list of them. */
static int is_header_name(const struct scan *scan, const struct value *value)
{
    size_t at = value->start;

    if (!value->quoted || value->sign != '(' || !scan_is_at(scan, at, "x-")) {
        return 0;
    }
    while (at < value->end &&
           (in_set(scan_byte(scan, at), SET_ALPHA) || scan_byte(scan, at) == '-')) {
        at++;
    }
    effort_walk(scan->effort, at - value->start);
    return at == value->end;
}

/* 'System.IdentityModel.Tokens.Jwt.JwtSecurityToken', android.os.BinderProxy@154226: the name
 * of a class, with the names of what it belongs to, and maybe an object's number. */
static int is_class_name(const struct scan *scan, const struct value *value)
{
    size_t dots = 0, part = value->start, i;

    for (i = value->start; i < value->end; i++) {
        if (scan_byte(scan, i) == '.' && i > part) {
            dots++;
            part = i + 1;
        } else if (scan_byte(scan, i) == '@' && dots + 1 >= CLASS_DOTS) {
            return value->end > i + 1 && looks_hex(scan->bytes + i + 1, value->end - i - 1);
        } else if (!in_set(scan_byte(scan, i), SET_ALPHA)) {
            effort_spend(scan->effort, i - value->start);
            return 0;
        }
    }
    effort_walk(scan->effort, i - value->start);
    return dots >= CLASS_DOTS && in_set(scan_byte(scan, part), SET_UPPER) &&
           in_set(scan_byte(scan, part + 1), SET_LOWER);
}

int stand_in_is_name(const struct scan *scan, const struct value *value)
{
    return (value->quoted && is_tag(scan, value)) || is_reference(scan, value) ||
           is_header_name(scan, value) || is_class_name(scan, value);
}
