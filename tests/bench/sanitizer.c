/*
 * How fast the sanitizer reads crash texts, beside PCRE2-JIT with the shapes of the same
 * families and nothing else, rule by rule: records of 5 KB, one core, processor time.
 *
 * usage: bench_sanitizer BRED FILE...
 *
 * Each line of BRED is one record, of which a part is given that is repeated, in hexadecimal
 * digits: texts that were bred to be slow, by changing those that were.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pcre2.h>

#include "hostile.h"
#include "sanitizer.h"
#include "tables/tables.h"

#define RECORD_BYTES 5000
#define TEXT_MAX ((size_t)16 << 20)
#define SECONDS 1.0
#define LIMIT_US 150 /* that no record should take */

static char text[TEXT_MAX];
static size_t text_length;

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void read_files(int count, char **paths)
{
    for (int i = 0; i < count; i++) {
        FILE *file = fopen(paths[i], "r");

        if (file != NULL) {
            text_length += fread(text + text_length, 1, TEXT_MAX - text_length, file);
            fclose(file);
        }
    }
}

static int compare(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* All of the text, by the record. */
static void run_all(void (*run)(const char *record, size_t length))
{
    for (size_t at = 0; at < text_length; at += RECORD_BYTES) {
        run(text + at, text_length - at < RECORD_BYTES ? text_length - at : RECORD_BYTES);
    }
}

/* All of it over and over, without looking at the clock for each record: that takes a fiftieth
 * of one. The best time, because other work on the machine only ever adds to it. */
static double measure_rate(void (*run)(const char *record, size_t length))
{
    double start = now_s(), before = start, after, least_s = 1e9;

    do {
        run_all(run);
        after = now_s();
        least_s = after - before < least_s ? after - before : least_s;
        before = after;
    } while (after - start < SECONDS);
    return (double)text_length / least_s / 1e6;
}

/* That, and each record for itself: prints the rate and the times of a record; returns MB/s. */
static double measure(const char *name, void (*run)(const char *record, size_t length))
{
    static double times_us[1 << 16];
    double rate = measure_rate(run), start = now_s();
    size_t count = 0;

    while (now_s() - start < SECONDS) {
        for (size_t at = 0; at < text_length && count < sizeof times_us / sizeof *times_us;
             at += RECORD_BYTES) {
            double before = now_s();

            run(text + at, text_length - at < RECORD_BYTES ? text_length - at : RECORD_BYTES);
            times_us[count++] = (now_s() - before) * 1e6;
        }
    }
    qsort(times_us, count, sizeof *times_us, compare);
    printf("%-24s %8.1f MB/s at best   a record: median %.0f us, 99 of 100 below %.0f us\n",
           name, rate, times_us[count / 2], times_us[count * 99 / 100]);
    return rate;
}

/* ---- Ours ----------------------------------------------------------------------------------
 */

static struct sanitizer *sanitizer;

static void run_sanitizer(const char *record, size_t length)
{
    free(sanitizer_rewrite(sanitizer, record, length));
}

/* ---- Records made to be slow ----------------------------------------------------------------
 */

#define WORST_SHOWN 20
#define BRED_MAX 1000

/* A record is timed until the machine was quiet so often, or as often as this at most. */
#define QUIET_TIMES 5
#define TIMES_MAX 200

/* What ordinary text takes now, beside the least that it ever took, when nobody else is at it.
 */
#define QUIET_RATIO 1.15

struct hostile {
    size_t number;
    double took_us;
};

static double time_us(const char *record, size_t length)
{
    double before = now_s();

    run_sanitizer(record, length);
    return (now_s() - before) * 1e6;
}

/* Whether ordinary text takes no longer than when the machine has nothing else to do. */
static int is_quiet(void)
{
    static double least_us = 1e9;
    double took_us = time_us(text, text_length < RECORD_BYTES ? text_length : RECORD_BYTES);

    least_us = took_us < least_us ? took_us : least_us;
    return took_us < least_us * QUIET_RATIO;
}

/* The least of some times, as far as it takes to get below the limit. */
static double time_least(const char *record, size_t length)
{
    double least_us = 1e9;
    int quiet = 0;

    for (int try = 0; try < TIMES_MAX && quiet < QUIET_TIMES && least_us > LIMIT_US; try++) {
        double took_us;

        quiet += is_quiet();
        took_us = time_us(record, length);
        least_us = took_us < least_us ? took_us : least_us;
    }
    return least_us;
}

static double time_hostile(size_t number)
{
    static char record[HOSTILE_BYTES];

    hostile_make(number, record);
    return time_least(record, sizeof record);
}

static int compare_hostile(const void *left, const void *right)
{
    const struct hostile *a = left, *b = right;

    return (a->took_us < b->took_us) - (a->took_us > b->took_us);
}

static void print_record(size_t number)
{
    char record[HOSTILE_BYTES];
    size_t length = hostile_make(number, record);

    for (size_t i = 0; i < length && i < HOSTILE_PATTERN_MAX / 4; i++) {
        unsigned char byte = (unsigned char)record[i];

        printf(byte < ' ' || byte == '\\' || byte == 0x7f ? "\\x%02x" : "%c", byte);
    }
    putchar('\n');
}

/* How they are distributed, and the worst of each kind. */
static int measure_worst(void)
{
    size_t count = hostile_count(), above = 0;
    struct hostile *records = calloc(count, sizeof *records);
    unsigned char *is_shown = calloc(hostile_kinds(), 1);

    if (records == NULL || is_shown == NULL) {
        free(records);
        free(is_shown);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (struct hostile){i, time_hostile(i)};
    }
    for (size_t i = 0; i < count; i++) { /* what was slow in a loud moment is no longer */
        if (records[i].took_us > LIMIT_US) {
            double again_us = time_hostile(i);

            records[i].took_us = again_us < records[i].took_us ? again_us : records[i].took_us;
            above += records[i].took_us > LIMIT_US;
        }
    }
    qsort(records, count, sizeof *records, compare_hostile);
    printf("hostile records          %8zu        a record: median %.0f us, 90 of 100 below "
           "%.0f us, 99 %.0f us, 999 of 1000 %.0f us, worst %.0f us; above %d us %zu\n",
           count, records[count / 2].took_us, records[count / 10].took_us,
           records[count / 100].took_us, records[count / 1000].took_us, records[0].took_us,
           LIMIT_US, above);
    for (size_t i = 0, shown = 0; i < count && shown < WORST_SHOWN; i++) {
        size_t kind = hostile_kind(records[i].number);

        if (!is_shown[kind]) {
            is_shown[kind] = 1;
            shown++;
            printf("%8.0f us  ", records[i].took_us);
            print_record(records[i].number);
        }
    }
    free(records);
    free(is_shown);
    return 0;
}

/* The record of a line of hexadecimal digits, which ends before `end`. Returns 0 if it has
 * none. */
static int read_record(const char *line, const char *end, char *record)
{
    size_t length = 0;

    for (const char *at = line; end - at >= 2 && length < RECORD_BYTES; at += 2) {
        unsigned int byte;

        if (sscanf(at, "%2x", &byte) != 1) {
            return 0;
        }
        record[length++] = (char)byte;
    }
    for (size_t i = length; length > 0 && i < RECORD_BYTES; i++) {
        record[i] = record[i - length];
    }
    return length > 0;
}

/* The texts of the file, which nobody would think of. */
static int measure_bred(const char *path)
{
    static double times_us[BRED_MAX];
    static char record[RECORD_BYTES];
    size_t count = 0, size = 0;
    char *line = NULL;
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        perror(path);
        return -1;
    }
    for (int pass = 0; pass < 2; pass++) { /* what was slow in a loud moment is no longer */
        rewind(file);
        count = 0;
        for (ssize_t length; count < BRED_MAX && (length = getline(&line, &size, file)) > 0;) {
            if (!read_record(line, line + length - 1, record)) {
                continue;
            }
            if (pass == 0 || times_us[count] > LIMIT_US) {
                times_us[count] = time_least(record, sizeof record);
            }
            count++;
        }
    }
    free(line);
    fclose(file);
    if (count > 0) {
        qsort(times_us, count, sizeof *times_us, compare);
        printf("bred records             %8zu        a record: median %.0f us, worst %.0f us\n",
               count, times_us[count / 2], times_us[count - 1]);
    }
    return 0;
}

/* ---- PCRE2 ---------------------------------------------------------------------------------
 */

static pcre2_code *codes[TABLE_SHAPE_COUNT];
static pcre2_match_data *match_data;

static void write_element(FILE *pattern, const struct table_element *element)
{
    if (element->kind == ELEMENT_LITERAL) {
        fprintf(pattern, "\\Q%s\\E", table_text + element->text);
        return;
    }
    fputc('[', pattern);
    for (int byte = 0; byte < 256; byte++) {
        if (table_sets[byte] >> element->set & 1) {
            fprintf(pattern, "\\x%02x", byte);
        }
    }
    if (element->max == UINT16_MAX) {
        fprintf(pattern, "]{%u,}", element->min);
    } else {
        fprintf(pattern, "]{%u,%u}", element->min, element->max);
    }
}

static void compile_shapes(void)
{
    for (size_t i = 0; i < TABLE_SHAPE_COUNT; i++) {
        const struct table_shape *shape = &table_shapes[i];
        char *bytes = NULL;
        size_t length;
        int error;
        PCRE2_SIZE offset;
        FILE *pattern = open_memstream(&bytes, &length);

        for (size_t k = 0; k < shape->count; k++) {
            write_element(pattern, &table_elements[shape->first + k]);
        }
        fclose(pattern);
        codes[i] = pcre2_compile((PCRE2_SPTR)bytes, length,
                                 shape->flags & SHAPE_EXACT ? 0 : PCRE2_CASELESS, &error,
                                 &offset, NULL);
        free(bytes);
        if (codes[i] == NULL || pcre2_jit_compile(codes[i], PCRE2_JIT_COMPLETE) != 0) {
            fprintf(stderr, "shape %zu does not compile\n", i);
            exit(1);
        }
    }
    match_data = pcre2_match_data_create(2, NULL);
}

static void run_pcre2(const char *record, size_t length)
{
    for (size_t i = 0; i < TABLE_SHAPE_COUNT; i++) {
        PCRE2_SIZE at = 0;

        while (at < length &&
               pcre2_match(codes[i], (PCRE2_SPTR)record, length, at, 0, match_data, NULL) > 0) {
            at = pcre2_get_ovector_pointer(match_data)[1];
        }
    }
}

int main(int argc, char **argv)
{
    static const char *const homes[] = {"/home/alice"}, *const users[] = {"alice"};
    const struct sanitizer_identity identity = {homes, 1, users, 1};
    double start = now_s();

    if (sanitizer_new(&identity, &sanitizer) != 0) {
        return 1;
    }
    free(sanitizer_rewrite(sanitizer, "password=x", 10));
    printf("from nothing to the first text: %.0f us\n", (now_s() - start) * 1e6);
    read_files(argc - 2, argv + 2);
    if (text_length == 0) {
        fputs("usage: bench_sanitizer BRED FILE...\n", stderr);
        return 1;
    }
    start = now_s();
    compile_shapes();
    printf("PCRE2-JIT, to compile %d shapes: %.0f us\n", TABLE_SHAPE_COUNT,
           (now_s() - start) * 1e6);
    double ours = measure("the sanitizer, whole", run_sanitizer);
    double theirs = measure("PCRE2-JIT, shapes alone", run_pcre2);
    printf("ratio                    %8.1f\n", ours / theirs);
    int error = measure_bred(argv[1]) != 0 || measure_worst() != 0;
    sanitizer_free(sanitizer);
    return error;
}
