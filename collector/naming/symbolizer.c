#include "symbolizer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "confinement/jail.h"
#include "debug_file.h"
#include "symbolizer_child.h"

#define TIMEOUT_MS 10000
#define FETCHING_TIMEOUT_MS 60000 /* a large file may come over a slow line */
#define FETCHING_PATIENCE_S "10"  /* without a byte, of debuginfod's client */
#define BURIAL_TRIES 1000         /* of a millisecond each */
#define LOSSES_MAX 16 /* children that may die in one run before names are given up */

/* A program with 500 MiB of debug information is mapped, not read. */
static const struct jail child_limits = {
    .address_bytes = (size_t)8 << 30,
    .data_bytes = (size_t)512 << 20,
    .cpu_seconds = 60,
    .files = 512,
};

struct symbolizer {
    char *debuginfod_urls;
    int timeout_ms;
    pid_t child; /* 0: none */
    int fd;
    unsigned served; /* by this child */
    unsigned lost;
};

int symbolizer_new(const struct symbolizer_options *options, struct symbolizer **ret_symbolizer)
{
    struct symbolizer *symbolizer = calloc(1, sizeof *symbolizer);

    if (symbolizer == NULL) {
        return -ENOMEM;
    }
    symbolizer->fd = -1;
    symbolizer->timeout_ms = TIMEOUT_MS;

    if (options != NULL && options->debuginfod_urls != NULL) {
        symbolizer->debuginfod_urls = strdup(options->debuginfod_urls);
        if (symbolizer->debuginfod_urls == NULL) {
            free(symbolizer);
            return -ENOMEM;
        }
        symbolizer->timeout_ms = FETCHING_TIMEOUT_MS;
    }
    if (options != NULL && options->timeout_ms > 0) {
        symbolizer->timeout_ms = options->timeout_ms;
    }
    *ret_symbolizer = symbolizer;
    return 0;
}

/*
 * Killed, it ends at once, unless it waits for a disk or a server that does not answer: then
 * nothing ends it, and we leave it to init.
 */
static void bury(pid_t child)
{
    const struct timespec pause = {.tv_nsec = 1000000};

    kill(child, SIGKILL);
    for (int i = 0; i < BURIAL_TRIES; i++) {
        pid_t ended = waitpid(child, NULL, WNOHANG);
        if (ended == child || (ended < 0 && errno != EINTR)) {
            return;
        }
        nanosleep(&pause, NULL);
    }
}

static void end_child(struct symbolizer *symbolizer)
{
    if (symbolizer->child > 0) {
        close(symbolizer->fd);
        bury(symbolizer->child);
    }
    symbolizer->child = 0;
    symbolizer->fd = -1;
    symbolizer->served = 0;
}

void symbolizer_free(struct symbolizer *symbolizer)
{
    if (symbolizer != NULL) {
        end_child(symbolizer);
        free(symbolizer->debuginfod_urls);
        free(symbolizer);
    }
}

static void run_child(const struct symbolizer *symbolizer, int fd)
{
    struct jail limits = child_limits;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC); /* our own jail may forbid to write */

    /* The answer's descriptor is 3, the standard ones lead nowhere, and there are no others. */
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0 ||
        dup2(fd, 3) < 0) {
        _exit(1);
    }
    if (symbolizer->debuginfod_urls != NULL) {
        limits.network = true;
        setenv("DEBUGINFOD_URLS", symbolizer->debuginfod_urls, 1);
        setenv("DEBUGINFOD_TIMEOUT", FETCHING_PATIENCE_S, 1);
    } else {
        unsetenv("DEBUGINFOD_URLS");
    }
    if (jail_enter(&limits, 4) != 0) {
        _exit(1);
    }
    symbolizer_child_run(3);
}

static int start_child(struct symbolizer *symbolizer)
{
    int ends[2];

    if (symbolizer->child > 0) {
        return 0;
    }
    if (symbolizer->lost >= LOSSES_MAX) {
        return -ECHILD;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return -errno;
    }
    pid_t child = fork();
    if (child == 0) {
        run_child(symbolizer, ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return -EAGAIN;
    }
    /* A child that does not even read must not hold us up either. */
    struct timeval patience = {.tv_sec = symbolizer->timeout_ms / 1000 + 1};
    (void)setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    symbolizer->child = child;
    symbolizer->fd = ends[0];
    return 0;
}

static void put_frames(struct wire *request, const struct crash_frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool known = frames[i].module >= 0 && frames[i].has_offset;
        wire_put_u64(request, known ? (uint64_t)frames[i].module : SYMBOLIZER_NO_MODULE);
        wire_put_u64(request, frames[i].offset);
        wire_put_u64(request, frames[i].exact);
    }
}

static void put_request(struct wire *request, const struct crash *crash)
{
    wire_put_u64(request, crash->time_ns);
    wire_put_text(request, crash->exception_type);
    wire_put_u64(request, crash->module_count);
    for (size_t i = 0; i < crash->module_count; i++) {
        const char *path = crash->modules[i].path;
        bool fits = path != NULL && strlen(path) < SYMBOLIZER_PATH_MAX;
        wire_put_text(request, fits ? path : NULL);
        wire_put_text(request, crash->modules[i].build_id);
    }
    size_t frames = crash->frame_count;
    for (size_t i = 0; i < crash->thread_count; i++) {
        frames += crash->threads[i].frame_count;
    }
    wire_put_u64(request, frames);
    put_frames(request, crash->frames, crash->frame_count);
    for (size_t i = 0; i < crash->thread_count; i++) {
        put_frames(request, crash->threads[i].frames, crash->threads[i].frame_count);
    }
}

static unsigned get_unsigned(struct wire *answer)
{
    uint64_t value = wire_get_u64(answer);

    return value <= INT32_MAX ? (unsigned)value : 0;
}

static void take_frame(struct wire *answer, struct crash_frame *frame)
{
    uint64_t function_offset = wire_get_u64(answer);
    uint64_t count = wire_get_u64(answer);

    if (count > DEBUG_FILE_NAMES_MAX) {
        answer->failed = true;
        return;
    }
    struct crash_name *names = count > 0 ? calloc((size_t)count, sizeof *names) : NULL;
    for (uint64_t i = 0; names != NULL && i < count && !answer->failed; i++) {
        names[i].function = wire_get_text(answer, SYMBOLIZER_NAME_MAX);
        names[i].file = wire_get_text(answer, SYMBOLIZER_PATH_MAX * 4);
        names[i].line = get_unsigned(answer);
        names[i].column = get_unsigned(answer);
        names[i].inlined = wire_get_u64(answer) != 0;
    }
    answer->failed = answer->failed || (count > 0 && names == NULL);
    frame->names = names;
    frame->name_count = names != NULL ? (size_t)count : 0;
    frame->function_offset = function_offset;
}

static void take_frames(struct wire *answer, struct crash_frame *frames, size_t count)
{
    for (size_t i = 0; i < count && !answer->failed; i++) {
        take_frame(answer, &frames[i]);
    }
}

int symbolizer_take_answer(struct wire *answer, struct crash *crash)
{
    crash->exception_name = wire_get_text(answer, SYMBOLIZER_NAME_MAX);
    for (size_t i = 0; i < crash->module_count; i++) {
        uint64_t state = wire_get_u64(answer);
        crash->modules[i].state = state <= CRASH_MODULE_VIRTUAL ? (enum crash_module_state)state
                                                                : CRASH_MODULE_UNSEEN;
    }
    take_frames(answer, crash->frames, crash->frame_count);
    for (size_t i = 0; i < crash->thread_count; i++) {
        take_frames(answer, crash->threads[i].frames, crash->threads[i].frame_count);
    }
    return answer->failed ? -EBADMSG : 0;
}

static int ask(struct symbolizer *symbolizer, const struct wire *request, struct wire *answer)
{
    int error = start_child(symbolizer);

    if (error == 0) {
        error = wire_send(symbolizer->fd, request);
    }
    if (error == 0) {
        error = wire_receive(symbolizer->fd, SYMBOLIZER_MESSAGE_MAX, symbolizer->timeout_ms,
                             answer);
    }
    return error;
}

void symbolizer_name(struct symbolizer *symbolizer, struct crash *crash)
{
    struct wire request = {.bytes = NULL}, answer = {.bytes = NULL};
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;

    put_request(&request, crash);
    sigaction(SIGPIPE, &ignore, &before);
    int error = ask(symbolizer, &request, &answer);
    if (error != 0 && symbolizer->served > 0) {
        /* It may have died of its age, RLIMIT_CPU say: a fresh one gets a second chance. */
        end_child(symbolizer);
        error = ask(symbolizer, &request, &answer);
    }
    sigaction(SIGPIPE, &before, NULL);
    if (error == 0) {
        error = symbolizer_take_answer(&answer, crash);
    }
    if (error != 0) {
        end_child(symbolizer);
        symbolizer->lost++;
        crash_add_missing(crash, "symbols");
    } else {
        symbolizer->served++;
    }
    wire_done(&request);
    wire_done(&answer);
}
