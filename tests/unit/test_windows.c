/* Sixteen windows at once are what one after the other would be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw.h"
#include "search/windows.h"
#include "tables/tables.h"

#define TEXT_MAX (3 * WINDOWS_BATCH)
#define ROUNDS 500

static void windows_are_what_the_tables_make_of_three_bytes(void **unused)
{
    unsigned char text[TEXT_MAX];

    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        size_t length = draw(TEXT_MAX + 1);
        unsigned int rolled = 0;
        struct windows windows;

        for (size_t i = 0; i < length; i++) {
            text[i] = (unsigned char)draw(256);
        }
        windows_begin(&windows);
        for (size_t base = 0; base < length; base += WINDOWS_BATCH) {
            size_t count = length - base < WINDOWS_BATCH ? length - base : WINDOWS_BATCH;

            windows_read(&windows, text + base, count);
            for (size_t i = 0; i < count; i++) {
                rolled = (rolled << 5 | table_classes[text[base + i]]) % TABLE_WINDOWS;
                assert_int_equal(windows.at[i], rolled);
            }
        }
    }
}

static void each_window_that_wakes_is_told_and_none_behind_the_text(void **unused)
{
    static uint8_t wakes[TABLE_WINDOWS];

    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        unsigned char text[WINDOWS_BATCH];
        size_t count = draw(WINDOWS_BATCH + 1);
        struct windows windows;

        for (size_t i = 0; i < sizeof text; i++) {
            text[i] = (unsigned char)draw(256);
        }
        for (size_t i = 0; i < sizeof wakes; i++) {
            wakes[i] = draw(4) == 0;
        }
        windows_begin(&windows);
        windows_read(&windows, text, count);
        for (size_t part = 0; part < count; part += WINDOWS_PART) {
            uint64_t woken = windows_woken(&windows, part, wakes);

            for (size_t i = 0; i < WINDOWS_PART; i++) {
                int is_of_text = part + i < count;

                assert_int_equal(woken >> i & 1, is_of_text && wakes[windows.at[part + i]]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_are_what_the_tables_make_of_three_bytes),
        cmocka_unit_test(each_window_that_wakes_is_told_and_none_behind_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
