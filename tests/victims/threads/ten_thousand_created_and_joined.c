/* Nothing is left behind by ten thousand threads. */
// expect: exit=0
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static long mappings(void)
{
    long lines = 0;
    FILE *file = fopen("/proc/self/maps", "re");
    REQUIRE(file != NULL);
    for (int c = getc(file); c != EOF; c = getc(file)) {
        lines += c == '\n';
    }
    fclose(file);
    return lines;
}

static void *body(void *value)
{
    return value;
}

static void inner(void)
{
    for (long i = 0; i < 5000; i++) {
        pthread_t threads[2];
        void *results[2];
        for (int k = 0; k < 2; k++) {
            REQUIRE(pthread_create(&threads[k], NULL, body, (void *)i) == 0);
        }
        for (int k = 0; k < 2; k++) {
            REQUIRE(pthread_join(threads[k], &results[k]) == 0 && results[k] == (void *)i);
        }
    }
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
    long before = mappings();
    outer();
    say(mappings() < before + 20 ? "no mapping is left behind\n"
                                 : "mappings are left behind\n");
}
