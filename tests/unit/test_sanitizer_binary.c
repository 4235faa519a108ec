/* Bytes that are no text are hidden with the words that they cut; what is one stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sanitizer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BYTES(literal) literal, sizeof(literal) - 1

#define KEY                                                                                    \
    "\x8f\x03\xd1\xaa\x1c\x99\xe0\x17\xfb\x80\xc2\x05\x91\xe6\xb4\x0e\x9d\xf1\xa8\x02\xcc\x87" \
    "\x13\xee\x9a\xbd\xf7\x81\x06\xd9\xa3\xff"
#define KOI8 "\xef\xdb\xc9\xc2\xcb\xc1 "

static const struct row {
    const char *name, *text;
    size_t length;
    const char *expected;
} rows[] = {
    {"a_key_in_its_own_bytes_goes", BYTES("read key " KEY " from slot 3"),
     "read key [redacted:binary] from slot 3"},
    {"the_words_around_it_go", BYTES("AKIAsecret\x01" KEY "secret too"),
     "[redacted:binary] too"},
    {"what_was_replaced_is_no_word", BYTES("[redacted:jwt]" KEY "[redacted:jwt]"),
     "[redacted:jwt][redacted:binary][redacted:jwt]"},
    {"letters_between_do_not_help",
     BYTES("s\x01"
           "e\x02"
           "c\x03"
           "r\x04"
           "e\x05"
           "t\x06"
           "s\x07"
           "x\x08"
           "s\x01"
           "e\x02"
           "c\x03"
           "r\x04"
           "e\x05"
           "t\x06"
           "s\x07"
           "x\x08"
           "s\x01"
           "e\x02"
           "c\x03"
           "r\x04"
           "e\x05"
           "t\x06"
           "s\x07"
           "x\x08"
           "s\x01"
           "e\x02"
           "c\x03"
           "r\x04"
           "e\x05"
           "t\x06"
           "s\x07"
           "x\x08"
           "s\x01"
           "e\x02"
           "c\x03"
           "r\x04"
           "e\x05"
           "t\x06"
           "s\x07"
           "x\x08"
           " end"),
     "[redacted:binary] end"},
    {"two_stretches_are_two",
     BYTES(KEY " some words between two stretches, and a good many more of "
               "them than it would take to come to nothing, so that the "
               "weight of the first is gone: here is another " KEY),
     "[redacted:binary] some words between two stretches, and a good many more of them than it "
     "would take to come to nothing, so that the weight of the first is gone: here is another "
     "[redacted:binary]"},
    {"a_word_between_two_stretches_goes_with_both",
     BYTES(KEY
           "0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/" KEY),
     "[redacted:binary]"},
    {"what_is_replaced_weighs_less",
     BYTES("-\xff\xff\xff\xff\x01\x02\x03\x04\\Users\\abcdefghijklmnop\0\x80\0\0\0\0\0"),
     "[redacted:binary]"},
    {"eight_bit_letters_go", BYTES(KOI8 KOI8 KOI8 KOI8 KOI8 KOI8 ": main.c:7"),
     "[redacted:binary] : main.c:7"},
    {"some_letters_of_latin_1_are_unreadable_only",
     BYTES("k\xf6nnte die Datei nicht \xf6"
           "ffnen: der Schl\xfcssel pa\xdft nicht"),
     "k\xef\xbf\xbdnnte die Datei nicht \xef\xbf\xbd"
     "ffnen: der Schl\xef\xbf\xbdssel "
     "pa\xef\xbf\xbdt nicht"},
    {"colours_stay", BYTES("\x1b[1mmain\x1b[0m.\x1b[1mc\x1b[0m"), NULL},
    {"other_alphabets_stay", BYTES("не удалось открыть файл, 打不开文件, ファイルを開けません"),
     NULL},
};

static struct sanitizer *sanitizer;

static void rewrites_to(void **state)
{
    const struct row *row = *state;
    char *clean = sanitizer_rewrite(sanitizer, row->text, row->length), *again;

    assert_non_null(clean);
    assert_string_equal(clean, row->expected != NULL ? row->expected : row->text);
    again = sanitizer_rewrite(sanitizer, clean, strlen(clean));
    assert_non_null(again);
    assert_string_equal(again, clean);
    free(again);
    free(clean);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    int failed;

    if (sanitizer_new(NULL, &sanitizer) < 0) {
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = rewrites_to, .initial_state = (void *)&rows[i]};
    }
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    sanitizer_free(sanitizer);
    return failed;
}
