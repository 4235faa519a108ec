#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "configuration/consent.h"
#include "pipeline/site.h"

static void configure(const char *path, const char *upload)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fprintf(file, "server_url = https://crashes.example.org\nupload = %s\n", upload);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static void consent_that_is_taken_back_is_seen(void **state)
{
    char directory[] = "/tmp/site.XXXXXX";
    char path[64];
    struct site site;

    (void)state;
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/c", directory);
    setenv("EPITAPH_CONFIG", path, 1);
    setenv("EPITAPH_STATE", directory, 1);
    setenv("EPITAPH_SPOOL", directory, 1);
    unsetenv("DO_NOT_TRACK");
    unsetenv("EPITAPH_DISABLE");
    configure(path, "yes");
    assert_int_equal(site_open(FOLDER_READ, &site), 0);
    assert_null(consent_withheld(&site.config));
    configure(path, "no");
    assert_int_equal(site_read_again(&site), 0);
    assert_non_null(consent_withheld(&site.config));
    /* One that cannot be read changes nothing, and is an error: nothing is sent either. */
    configure(path, "perhaps");
    assert_int_not_equal(site_read_again(&site), 0);
    assert_non_null(consent_withheld(&site.config));
    site_close(&site);
    unlink(path);
    rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(consent_that_is_taken_back_is_seen)};

    return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
