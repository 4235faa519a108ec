/*
 * A program that dies on purpose, for demonstrations: `sample WAY` reads an order, a few
 * functions down from main(), and there dies in the way that was asked for.
 *
 * The way `abort` puts into its last words what nobody wants to see leave a machine: the path
 * of a file in somebody's home and two secrets. They are made up, and written in two pieces
 * so that nothing which looks for secrets in source code takes them for real.
 */
#undef NDEBUG /* __assert_fail() is declared without it only */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define NOINLINE __attribute__((noinline))

#define PLANTED_KEY                                                                            \
    "sk_live_"                                                                                 \
    "4fQ2pXv9LmTz7RbW1cYe8KdN"
#define PLANTED_TOKEN                                                                          \
    "eyJhbGciOiJIUzI1NiJ9."                                                                    \
    "eyJzdWIiOiJhbm4ifQ."                                                                      \
    "c2lnbmF0dXJlLW9mLWFubg"

struct order {
    const char *customer;
    int quantity;
    int price;
};

/* Volatile, so that the compiler cannot see the fault coming and make something else of it. */
static struct order *volatile no_order;
static volatile int zero;

static NOINLINE void die_by_null_read(void)
{
    printf("%d pieces\n", no_order->quantity);
}

static NOINLINE void die_by_null_call(void)
{
    void (*volatile handler)(void) = NULL;
    handler();
}

static NOINLINE void die_by_division(void)
{
    printf("%d each\n", 100 / zero);
}

static NOINLINE int discount_of(int level)
{
    volatile char notes[256];
    notes[0] = (char)level;
    return zero == level + 1 ? 0 : discount_of(level + 1) + notes[0];
}

static NOINLINE void die_by_stack_overflow(void)
{
    printf("%d off\n", discount_of(0));
}

/* assert() takes a constant text; its function takes words that are only known at run time. */
static NOINLINE void die_by_assertion(void)
{
    const char *home = getenv("HOME");
    char words[512];
    (void)snprintf(words, sizeof(words),
                   "%s/orders/march.csv is readable with api_key=" PLANTED_KEY
                   " and Authorization: Bearer " PLANTED_TOKEN,
                   home != NULL ? home : "/home/ann");
    __assert_fail(words, __FILE__, __LINE__, __func__);
}

static NOINLINE void die_by_double_free(void)
{
    char *volatile order = malloc(24);
    free(order);
    free(order);
}

static void *run_in_thread(void *unused)
{
    (void)unused;
    die_by_null_read();
    return NULL;
}

static NOINLINE void die_in_thread(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_in_thread, NULL) == 0) {
        pthread_join(thread, NULL);
    }
}

static const struct way {
    const char *name;
    void (*die)(void);
    const char *summary;
} ways[] = {
    {"null", die_by_null_read, "read through a null pointer"},
    {"call", die_by_null_call, "call a null pointer"},
    {"div0", die_by_division, "divide by zero"},
    {"overflow", die_by_stack_overflow, "recurse without end"},
    {"abort", die_by_assertion, "fail an assertion that tells secrets"},
    {"heap", die_by_double_free, "free a block twice"},
    {"thread", die_in_thread, "read through a null pointer on a second thread"},
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))

static NOINLINE void parse_order(const struct way *way)
{
    way->die();
    puts("still alive"); /* and no tail call above */
}

static NOINLINE void read_orders(const struct way *way)
{
    parse_order(way);
    puts("read");
}

static void print_usage(FILE *stream)
{
    fputs("usage: sample WAY\n\n", stream);
    for (size_t i = 0; i < WAYS; i++) {
        fprintf(stream, "  %-9s %s\n", ways[i].name, ways[i].summary);
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        print_usage(stdout);
        return EX_OK;
    }
    for (size_t i = 0; argc == 2 && i < WAYS; i++) {
        if (strcmp(argv[1], ways[i].name) == 0) {
            read_orders(&ways[i]);
            return EX_OK;
        }
    }
    print_usage(stderr);
    return EX_USAGE;
}
