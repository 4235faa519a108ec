/* The ways of an event to several destinations, in a real state directory. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "configuration/config.h"
#include "outbox/routes.h"

#define ID "11111111-1111-1111-1111-111111111111"
#define EVENT(words)                                                                           \
    "{\"type\":\"crash\",\"event_id\":\"" ID "\",\"attributes\":{},\"is\":\"" words "\"}"

static const char two[] = "[destination a]\nserver_url = https://a.example\n"
                          "[destination b]\nserver_url = https://b.example\n";
static const char three[] = "server_url = https://first.example\n"
                            "[destination a]\nserver_url = https://a.example\n"
                            "[destination b]\nserver_url = https://b.example\n";
static const char none[] = "upload = yes\n";

struct fixture {
    char path[64];
    int fd;
    struct config config;
    struct routes *routes;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){.fd = -1};
    snprintf(fixture.path, sizeof fixture.path, "/tmp/epitaph-routes-XXXXXX");
    if (mkdtemp(fixture.path) == NULL) {
        return -1;
    }
    fixture.fd = open(fixture.path, O_RDONLY | O_DIRECTORY);
    *state = &fixture;
    return 0;
}

static void shut(struct fixture *fixture)
{
    routes_close(fixture->routes);
    fixture->routes = NULL;
    config_done(&fixture->config);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];

    if (fixture->routes != NULL) {
        shut(fixture);
    }
    close(fixture->fd);
    snprintf(command, sizeof command, "rm -rf %s", fixture->path);
    return system(command);
}

static int try_to_open(struct fixture *fixture, const char *text, enum folder_mode mode,
                       enum routes_choice choice)
{
    static const struct outbox_limits limits = {
        .max_queue = 1000, .history_events = 1000, .history_days = 30};
    char error[CONFIG_ERROR_SIZE];
    const char *culprit;

    assert_int_equal(config_init(&fixture->config), 0);
    assert_int_equal(config_parse(&fixture->config, "f", text, strlen(text), error), 0);
    assert_int_equal(config_finish(&fixture->config, error), 0);
    return routes_open(fixture->fd, mode, &limits, &fixture->config, choice, &fixture->routes,
                       &culprit);
}

static void open_routes(struct fixture *fixture, const char *text)
{
    assert_int_equal(try_to_open(fixture, text, FOLDER_MAKE, ROUTES_CONFIGURED), 0);
}

static void put(struct outbox *outbox, const char *json)
{
    assert_int_equal(outbox_put(outbox, ID, json, strlen(json), "s"), 0);
    assert_int_equal(outbox_commit(outbox), 0);
}

static void holds(struct fixture *fixture, const char *name, enum outbox_folder folder,
                  const char *json)
{
    const struct route *route = routes_find(fixture->routes, name);
    enum outbox_folder found = OUTBOX_FOLDER_COUNT;
    char *text;
    size_t length;

    assert_non_null(route);
    assert_int_equal(outbox_find(route->outbox, ID, &found, &text, &length), 0);
    assert_int_equal(found, folder);
    assert_string_equal(text, json);
    free(text);
}

/* How many wait, over all. */
static size_t queued(const struct fixture *fixture)
{
    size_t count = 0;

    for (size_t i = 0; i < fixture->routes->count; i++) {
        count += outbox_queued(fixture->routes->items[i].outbox);
    }
    return count;
}

static void event_is_put_into_each(void **state)
{
    static const char json[] = EVENT("one");
    struct fixture *fixture = *state;

    open_routes(fixture, three);
    assert_int_equal(fixture->routes->count, 3);
    assert_int_equal(routes_put(fixture->routes, ID, json, sizeof json - 1, "s"), 0);
    assert_int_equal(queued(fixture), 0);
    assert_int_equal(routes_commit(fixture->routes), 0);
    assert_int_equal(queued(fixture), 3);
    holds(fixture, "", OUTBOX_QUEUE, json);
    holds(fixture, "a", OUTBOX_QUEUE, json);
    holds(fixture, "b", OUTBOX_QUEUE, json);
}

/* A kill between two commits: it comes again, perhaps with other words. */
static void event_that_one_has_reaches_the_others_as_the_same_bytes(void **state)
{
    static const char again[] = EVENT("two");
    struct fixture *fixture = *state;

    open_routes(fixture, three);
    put(routes_find(fixture->routes, "a")->outbox, EVENT("one"));
    assert_int_equal(outbox_sent(routes_find(fixture->routes, "a")->outbox, ID ".json"), 0);
    assert_int_equal(routes_put(fixture->routes, ID, again, sizeof again - 1, "s"), 0);
    assert_int_equal(routes_commit(fixture->routes), 0);
    holds(fixture, "", OUTBOX_QUEUE, EVENT("one"));
    holds(fixture, "a", OUTBOX_SENT, EVENT("one"));
    holds(fixture, "b", OUTBOX_QUEUE, EVENT("one"));
}

static void what_waited_for_lack_of_a_destination_goes_to_all(void **state)
{
    struct fixture *fixture = *state;

    open_routes(fixture, none);
    assert_int_equal(fixture->routes->count, 1);
    put(fixture->routes->items[0].outbox, EVENT("one"));
    shut(fixture);
    open_routes(fixture, two);
    assert_int_equal(fixture->routes->count, 2);
    assert_int_equal(routes_adopt(fixture->routes), 0);
    holds(fixture, "a", OUTBOX_QUEUE, EVENT("one"));
    holds(fixture, "b", OUTBOX_QUEUE, EVENT("one"));
    assert_int_equal(outbox_queued(fixture->routes->unplaced), 0);
}

/* Killed after the first of them had it, and had even sent it. */
static void adoption_that_broke_off_is_finished(void **state)
{
    struct fixture *fixture = *state;

    open_routes(fixture, none);
    put(fixture->routes->items[0].outbox, EVENT("one"));
    shut(fixture);
    open_routes(fixture, two);
    put(fixture->routes->items[0].outbox, EVENT("one"));
    assert_int_equal(outbox_sent(fixture->routes->items[0].outbox, ID ".json"), 0);
    assert_int_equal(routes_adopt(fixture->routes), 0);
    holds(fixture, "a", OUTBOX_SENT, EVENT("one"));
    holds(fixture, "b", OUTBOX_QUEUE, EVENT("one"));
    assert_int_equal(outbox_queued(fixture->routes->unplaced), 0);
}

static void damaged_file_is_not_adopted_and_stops_nothing(void **state)
{
    struct fixture *fixture = *state;

    open_routes(fixture, none);
    struct outbox *outbox = fixture->routes->items[0].outbox;
    assert_int_equal(outbox_put(outbox, "a-torn", "{\"ty", 4, "s"), 0);
    put(outbox, EVENT("one"));
    shut(fixture);
    open_routes(fixture, two);
    assert_int_equal(routes_adopt(fixture->routes), 0);
    holds(fixture, "a", OUTBOX_QUEUE, EVENT("one"));
    assert_int_equal(outbox_queued(fixture->routes->unplaced), 0);
    assert_true(outbox_has(fixture->routes->unplaced, "a-torn"));
    assert_false(outbox_has(fixture->routes->items[0].outbox, "a-torn"));
}

static void nothing_is_adopted_while_the_unnamed_one_is_a_destination(void **state)
{
    struct fixture *fixture = *state;

    open_routes(fixture, none);
    put(fixture->routes->items[0].outbox, EVENT("one"));
    shut(fixture);
    open_routes(fixture, three);
    assert_int_equal(routes_adopt(fixture->routes), 0);
    assert_int_equal(queued(fixture), 1);
    holds(fixture, "", OUTBOX_QUEUE, EVENT("one"));
}

static void destination_that_was_removed_is_among_all_and_goes_when_it_is_empty(void **state)
{
    struct fixture *fixture = *state;
    struct stat info;

    open_routes(fixture, three);
    put(routes_find(fixture->routes, "b")->outbox, EVENT("one"));
    shut(fixture);
    assert_int_equal(try_to_open(fixture, none, FOLDER_MAKE, ROUTES_ALL), 0);
    assert_int_equal(fixture->routes->count, 3);
    assert_null(routes_find(fixture->routes, "b")->destination);
    assert_true(routes_have(fixture->routes, ID));
    assert_int_equal(routes_remove_empty(fixture->routes, fixture->fd), 0);
    assert_int_equal(fstatat(fixture->fd, "destinations/a", &info, 0), -1);
    assert_int_equal(fstatat(fixture->fd, "destinations/b", &info, 0), 0);
    struct outbox *outbox = routes_find(fixture->routes, "b")->outbox;
    assert_int_equal(outbox_remove(outbox, OUTBOX_QUEUE, ID ".json"), 0);
    assert_int_equal(routes_remove_empty(fixture->routes, fixture->fd), 0);
    assert_int_equal(fstatat(fixture->fd, "destinations/b", &info, 0), -1);
}

static void reading_makes_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct stat info;

    assert_int_equal(try_to_open(fixture, three, FOLDER_READ, ROUTES_ALL), 0);
    assert_int_equal(fixture->routes->count, 3);
    assert_int_equal(queued(fixture), 0);
    assert_int_equal(fstatat(fixture->fd, "destinations", &info, 0), -1);
    assert_int_equal(fstatat(fixture->fd, "outbox", &info, 0), -1);
}

static void link_in_the_way_is_not_followed(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(mkdirat(fixture->fd, "destinations", 0700), 0);
    assert_int_equal(symlinkat("/tmp", fixture->fd, "destinations/b"), 0);
    assert_true(try_to_open(fixture, three, FOLDER_MAKE, ROUTES_CONFIGURED) < 0);
    config_done(&fixture->config);
}

static void state_of_one_is_not_that_of_another(void **state)
{
    struct fixture *fixture = *state;

    open_routes(fixture, three);
    struct route *route = routes_find(fixture->routes, "b");
    route->state->counters[STATE_SENT] = 7;
    assert_int_equal(state_save(route->folder_fd, route->state), 0);
    shut(fixture);
    open_routes(fixture, three);
    assert_int_equal(routes_find(fixture->routes, "b")->state->counters[STATE_SENT], 7);
    assert_int_equal(routes_find(fixture->routes, "a")->state->counters[STATE_SENT], 0);
    assert_ptr_equal(routes_find(fixture->routes, "")->state, &fixture->routes->whole);
    assert_int_equal(fixture->routes->whole.counters[STATE_SENT], 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(event_is_put_into_each),
        TEST(event_that_one_has_reaches_the_others_as_the_same_bytes),
        TEST(what_waited_for_lack_of_a_destination_goes_to_all),
        TEST(adoption_that_broke_off_is_finished),
        TEST(damaged_file_is_not_adopted_and_stops_nothing),
        TEST(nothing_is_adopted_while_the_unnamed_one_is_a_destination),
        TEST(destination_that_was_removed_is_among_all_and_goes_when_it_is_empty),
        TEST(reading_makes_nothing),
        TEST(link_in_the_way_is_not_followed),
        TEST(state_of_one_is_not_that_of_another),
    };

    return cmocka_run_group_tests_name("routes", tests, NULL, NULL);
}
