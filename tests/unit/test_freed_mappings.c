/* The ranges that were unmapped last (shim/async_safe/freed_mappings.c), also while others add.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "async_safe/freed_mappings.h"

#define ROUNDS 200000
#define WRITERS 4

static void nothing_is_freed_at_first(void **state)
{
    struct freed_mapping freed = {1, 2};

    (void)state;
    assert_false(freed_mappings_find(0, &freed));
    assert_false(freed_mappings_find(0x1000, &freed));
    assert_int_equal(freed.low, 1);
    assert_int_equal(freed.high, 2);
}

static void an_address_is_found_from_the_first_byte_to_the_last(void **state)
{
    struct freed_mapping freed;

    (void)state;
    freed_mappings_add(0x10000, 0x20000);
    assert_false(freed_mappings_find(0xffff, &freed));
    assert_true(freed_mappings_find(0x10000, &freed));
    assert_true(freed_mappings_find(0x1ffff, &freed));
    assert_false(freed_mappings_find(0x20000, &freed));
    assert_int_equal(freed.low, 0x10000);
    assert_int_equal(freed.high, 0x20000);
}

static void of_several_ranges_the_last_is_told(void **state)
{
    struct freed_mapping freed;

    (void)state;
    freed_mappings_add(0x30000, 0x40000);
    freed_mappings_add(0x38000, 0x39000);
    freed_mappings_add(0x30000, 0x31000);
    assert_true(freed_mappings_find(0x38010, &freed));
    assert_int_equal(freed.low, 0x38000);
    assert_true(freed_mappings_find(0x30010, &freed));
    assert_int_equal(freed.high, 0x31000);
    assert_true(freed_mappings_find(0x35000, &freed));
    assert_int_equal(freed.high, 0x40000);
}

static void the_oldest_are_forgotten(void **state)
{
    struct freed_mapping freed;

    (void)state;
    freed_mappings_add(0x50000, 0x51000);
    for (uintptr_t i = 1; i < FREED_MAPPINGS_KEPT; i++) {
        freed_mappings_add(0x100000 + i * 0x2000, 0x101000 + i * 0x2000);
    }
    assert_true(freed_mappings_find(0x50000, &freed));
    freed_mappings_add(0x900000, 0x901000);
    assert_false(freed_mappings_find(0x50000, &freed));
}

static _Atomic int g_done;

/* Ranges of a length that their beginning tells: half of one and half of another shows. */
static void *add_many(void *first)
{
    for (uintptr_t i = 0; i < ROUNDS; i++) {
        uintptr_t low = ((uintptr_t)first + i % 64) << 20;
        freed_mappings_add(low, low + (low >> 8));
    }
    atomic_fetch_add(&g_done, 1);
    return NULL;
}

static void what_is_read_while_others_write_is_whole(void **state)
{
    pthread_t threads[WRITERS];
    uint64_t found = 0;

    (void)state;
    for (uintptr_t i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, (void *)((i + 1) * 256)),
                         0);
    }
    while (atomic_load(&g_done) < WRITERS) {
        for (uintptr_t i = 0; i < WRITERS * 64; i++) {
            struct freed_mapping freed;
            uintptr_t low = ((i / 64 + 1) * 256 + i % 64) << 20;

            if (freed_mappings_find(low, &freed)) {
                assert_int_equal(freed.high - freed.low, freed.low >> 8);
                found++;
            }
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
    }
    struct freed_mapping freed;
    bool any = false;
    for (uintptr_t i = 0; i < WRITERS * 64; i++) {
        any |= freed_mappings_find(((i / 64 + 1) * 256 + i % 64) << 20, &freed);
    }
    assert_true(any || found > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_freed_at_first),
        cmocka_unit_test(an_address_is_found_from_the_first_byte_to_the_last),
        cmocka_unit_test(of_several_ranges_the_last_is_told),
        cmocka_unit_test(the_oldest_are_forgotten),
        cmocka_unit_test(what_is_read_while_others_write_is_whole),
    };

    return cmocka_run_group_tests_name("freed_mappings", tests, NULL, NULL);
}
