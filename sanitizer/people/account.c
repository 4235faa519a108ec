/* Payment cards and bank accounts, by the digits that prove them. */
#include "personal.h"

#include "reading/marks.h"

/* The fewest digits that a card has. */
#define CARD_MIN 14

/* A register of 64 bit, and what may stand between two. */
#define REGISTER_DIGITS 16
#define SIGNS_MAX 12

/* The digits of its first group. */
#define CARD_GROUP 4

/* ---- Cards --------------------------------------------------------------------------------
 */

static int passes_luhn(const unsigned char *digits, size_t count)
{
    unsigned int sum = 0;

    for (size_t i = 0; i < count; i++) {
        unsigned int digit = digits[count - 1 - i];

        if (i % 2 == 1) {
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        sum += digit;
    }
    return sum % 10 == 0;
}

/* Issuers' first digits and lengths, as far as they are in use. */
static int is_issued(const unsigned char *digits, size_t count)
{
    unsigned int two = digits[0] * 10u + digits[1];
    unsigned int four = two * 100u + digits[2] * 10u + digits[3];

    return (digits[0] == 4 && count == 16) ||
           (count == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))) ||
           (count == 15 && (two == 34 || two == 37)) ||
           (count == 14 && (two == 36 || two == 38 || (four >= 3000 && four <= 3059))) ||
           (count == 16 &&
            (four == 6011 || two == 65 || two == 62 || (four >= 3528 && four <= 3589)));
}

/* Whether the word of sixteen digits at `at` is hexadecimal, and no number: of a register. */
static int is_register(const struct scan *scan, size_t at)
{
    size_t letters = 0, zeros = 0;

    for (size_t i = at; i < at + REGISTER_DIGITS; i++) {
        if (!in_set(scan_byte(scan, i), SET_HEX)) {
            return 0;
        }
        letters += !in_set(scan_byte(scan, i), SET_DIGIT);
        zeros += scan_byte(scan, i) == '0' && i == at + zeros;
    }
    return (letters > 0 || zeros > 0) && !in_set(scan_before(scan, at), SET_WORD) &&
           !in_set(scan_byte(scan, at + REGISTER_DIGITS), SET_WORD);
}

/* Whether a register's value stands a few signs before or behind: they are of one dump. */
static int is_among_registers(const struct scan *scan, size_t at, size_t end)
{
    size_t before = at, behind = end;

    while (before > 0 && at - before < SIGNS_MAX && !in_set(scan->bytes[before - 1], SET_HEX)) {
        before--;
    }
    while (behind - end < SIGNS_MAX && !in_set(scan_byte(scan, behind), SET_HEX)) {
        behind++;
    }
    return (before >= REGISTER_DIGITS && is_register(scan, before - REGISTER_DIGITS)) ||
           is_register(scan, behind);
}

/* Digits in one run, or in groups by single blanks or hyphens. */
static void judge_card(struct scan *scan, size_t at)
{
    unsigned char digits[20];
    size_t count = 0, i = at, end = at, groups = 1, group = 0;
    unsigned char separator = 0;

    if (in_set(scan_before(scan, at), SET_WORD) || scan_before(scan, at) == '.' ||
        (scan_before(scan, at) == '-' && at >= 2 && in_set(scan->bytes[at - 2], SET_DIGIT))) {
        return;
    }
    for (; i < scan->length && count < sizeof digits; i++) {
        unsigned char byte = scan->bytes[i];

        if (in_set(byte, SET_DIGIT)) {
            digits[count++] = (unsigned char)(byte - '0');
            group++;
            end = i + 1;
        } else if ((byte == ' ' || byte == '-') && (separator == 0 || separator == byte) &&
                   group == (groups == 1 ? 4 : group) && group >= 4) {
            separator = byte;
            groups++;
            group = 0;
        } else {
            break;
        }
    }
    effort_spend(scan->effort, (i - at) / 2);
    if (count < CARD_MIN || count > 16 || in_set(scan_byte(scan, end), SET_WORD) ||
        (scan_byte(scan, end) == '.' && in_set(scan_byte(scan, end + 1), SET_DIGIT)) ||
        (groups > 1 && groups < 3) || !is_issued(digits, count) ||
        !passes_luhn(digits, count) || is_among_registers(scan, at, end)) {
        return;
    }
    scan_found(scan, at, end, "card-number");
}

/* A card's number begins with four digits, whatever parts them. */
void account_scan_cards(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t base = 0; base < scan->length; base += MARKS_BYTES - CARD_GROUP + 1) {
        struct marks_block block = marks_load(scan->bytes + base, scan->length - base);
        uint64_t digits = marks_digits(&block), firsts = marks_rows(digits, CARD_GROUP);

        firsts &= ~(digits << 1 | (uint64_t)in_set(scan_before(scan, base), SET_DIGIT));
        for (; firsts != 0; firsts &= firsts - 1) {
            const size_t at = base + (size_t)__builtin_ctzll(firsts);

            if (!scan_sign_is_left(scan, at)) {
                judge_card(scan, at);
            }
        }
    }
}

/* ---- IBAN ---------------------------------------------------------------------------------
 */

static void judge_iban(struct scan *scan, size_t at)
{
    unsigned int remainder = 0;
    unsigned char text[40];
    size_t count = 0, i = at;

    if (in_set(scan_before(scan, at), SET_WORD)) {
        return;
    }
    for (; i < scan->length && count < 35; i++) {
        if (in_set(scan_byte(scan, i), SET_UALNUM)) {
            text[count++] = scan->bytes[i];
        } else if (scan_byte(scan, i) != ' ' || !in_set(scan_byte(scan, i + 1), SET_UALNUM)) {
            break;
        }
    }
    effort_spend(scan->effort, (i - at) / 2);
    if (count < 15 || count > 34 || in_set(scan_byte(scan, i), SET_WORD)) {
        return;
    }
    effort_spend(scan->effort, count); /* each is divided by */
    for (size_t k = 0; k < count; k++) {
        unsigned char byte = text[(k + 4) % count];

        if (in_set(byte, SET_DIGIT)) {
            remainder = (remainder * 10 + (unsigned int)(byte - '0')) % 97;
        } else {
            remainder = (remainder * 100 + (unsigned int)(byte - 'A' + 10)) % 97;
        }
    }
    if (remainder == 1) {
        scan_found(scan, at, i, "iban");
    }
}

void account_scan_iban(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t at = 2; at < scan->length; at++) {
        if (in_set(scan_byte(scan, at), SET_DIGIT) && in_set(scan->bytes[at - 1], SET_UPPER) &&
            in_set(scan->bytes[at - 2], SET_UPPER) && !scan_sign_is_left(scan, at)) {
            judge_iban(scan, at - 2);
        }
    }
}
