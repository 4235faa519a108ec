/* What a server is answered that asked for a password: base64 in the next line, or PASS. */
#include "commands.h"

#include "values/extent.h"

/* What stands around a question and an answer in a log: a time, a direction, quotes. */
#define QUESTION_END_MAX 24
#define LINE_MAX 256

/* A name and a password. */
#define ANSWERS_MAX 2

/* What somebody wrote behind the question. */
#define COMMENT_MAX 64

/* A password is no shorter in base64. */
#define ANSWER_MIN 4

/* Where a word ends that is base64 of something, as no word around it is; `at` otherwise. */
static size_t encoded_end(struct scan *scan, size_t at)
{
    size_t end = scan_run_end(scan, SET_BASE64PAD, at);
    int upper = 0, lower = 0, digit = 0, whole;

    for (size_t i = at; i < end && i - at < LINE_MAX; i++) {
        upper |= in_set(scan_byte(scan, i), SET_UPPER);
        lower |= in_set(scan_byte(scan, i), SET_LOWER);
        digit |= in_set(scan_byte(scan, i), SET_DIGIT) || scan_byte(scan, i) == '=';
    }
    effort_spend(scan->effort, (end - at < LINE_MAX ? end - at : LINE_MAX));
    whole =
        (end - at) % 4 == 0 && (scan_before(scan, end) == '=' || scan_byte(scan, end) == '\n');
    return end - at >= ANSWER_MIN && upper && ((lower && (digit || whole)) || (whole && digit))
               ? end
               : at;
}

/* Where the word begins that soon follows the line that holds `at`; 0 if it does not. */
static size_t in_next_line(struct scan *scan, size_t at, const char *word)
{
    size_t line = scan_line(scan, at).end;

    for (size_t i = line; i - line < QUESTION_END_MAX && i < scan->length; i++) {
        if (scan_is_at(scan, i, word)) {
            return i;
        }
    }
    return 0;
}

/* 331 Password required (RFC 959), and in the next line PASS x. */
static void match_pass(struct scan *scan, size_t end)
{
    size_t pass = in_next_line(scan, end, "pass "), start = pass + sizeof "pass " - 1, last;

    for (last = start; pass != 0 && last - start < LINE_MAX && scan_byte(scan, last) > ' ';) {
        last++;
    }
    effort_walk(scan->effort, last - start);
    scan_found(scan, start, last, scan_matcher_name(MATCHER_ANSWER));
}

/* c2Vj... (base64 of: 'x'): what somebody wrote behind the answer. */
static void match_explained(struct scan *scan, size_t at)
{
    size_t start = at, end;

    if (!scan_is_at(scan, at, " (")) {
        return;
    }
    while (start - at < COMMENT_MAX && !scan_is_at(scan, start, ": ")) {
        start++;
    }
    start += 2;
    start += is_quote(scan_byte(scan, start)) != 0;
    for (end = start; end - start < COMMENT_MAX && scan_byte(scan, end) > ' ' &&
                      !is_quote(scan_byte(scan, end)) && scan_byte(scan, end) != ')';) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (end > start && scan_is_at(scan, is_quote(scan_byte(scan, end)) ? end + 1 : end, ")")) {
        scan_found(scan, start, end, scan_matcher_name(MATCHER_ANSWER));
    }
}

/* AUTH LOGIN, and what each line with 334 is answered in the next. */
static void match_session(struct scan *scan, size_t at)
{
    for (unsigned int i = 0; i < ANSWERS_MAX; i++) {
        size_t challenge = in_next_line(scan, at, "334"), word, last;

        if (challenge == 0) {
            return;
        }
        word = scan_line(scan, challenge).end + 1;
        word += scan_is_at(scan, word, "c: ") ? 3 : scan_is_at(scan, word, "> ") ? 2 : 0;
        last = encoded_end(scan, word);
        if (last == word || scan_byte(scan, last) > ' ') {
            return;
        }
        scan_found(scan, word, last, scan_matcher_name(MATCHER_ANSWER));
        at = word;
    }
}

void match_answer(struct scan *scan, size_t at, size_t end)
{
    size_t line = end, last, word;

    if (scan_is_at(scan, at, "331")) {
        match_pass(scan, end);
        return;
    }
    if (scan_is_at(scan, at, "auth login") || scan_is_at(scan, at, "auth plain")) {
        match_session(scan, end);
        return;
    }
    if (scan_is_at(scan, at, "auth")) { /* AUTH CRAM-MD5, and in the next line a challenge */
        size_t challenge = in_next_line(scan, end, "334");

        if (challenge == 0) {
            return;
        }
        line = scan_line(scan, challenge).end;
    }
    last = line;
    while (line - last < (scan_byte(scan, end) == ' ' ? COMMENT_MAX : QUESTION_END_MAX) &&
           scan_byte(scan, line) != '\n') {
        line++;
    }
    effort_walk(scan->effort, line - last);
    if (scan_byte(scan, line) != '\n' || line >= scan->length) {
        return;
    }
    for (word = ++line; word - line < LINE_MAX && scan_byte(scan, word) != '\n';
         word = last + 1) {
        last = word;
        if (!in_set(scan_byte(scan, word), SET_BASE64PAD)) {
            continue;
        }
        last = encoded_end(scan, word);
        if (last > word) {
            scan_found(scan, word, last, scan_matcher_name(MATCHER_ANSWER));
            match_explained(scan, last);
            return;
        }
        last = scan_run_end(scan, SET_BASE64PAD, word) - 1;
    }
    effort_walk(scan->effort, word - line);
}
