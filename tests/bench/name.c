/*
 * name SPOOLFILE ROUNDS: name the frames of the first crash in a spool.
 *
 * Prints how many frames it has, the time of the first naming, child and all, in ms, how many
 * more of them a second go through the same symbolizer, and the child's largest size in MiB;
 * then, for others to do the same work, `MODULE OFFSET` of each frame.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

#include "harvest/snapshot.h"
#include "naming/symbolizer.h"
#include "page.h"

static double seconds_since(uint64_t start_ns)
{
    return (double)(page_now_ns() - start_ns) / 1e9;
}

static int name_once(const struct spool *spool, struct symbolizer *symbolizer,
                     size_t *ret_named)
{
    struct snapshot snapshot;
    int error = snapshot_take(spool, 0, &snapshot);

    if (error != 0) {
        return error;
    }
    symbolizer_name(symbolizer, snapshot.crash);
    *ret_named = 0;
    for (size_t i = 0; i < snapshot.crash->frame_count; i++) {
        *ret_named += snapshot.crash->frames[i].name_count > 0;
    }
    snapshot_done(&snapshot);
    return 0;
}

static void print_frames(const struct spool *spool)
{
    struct snapshot snapshot;

    if (snapshot_take(spool, 0, &snapshot) != 0) {
        return;
    }
    for (size_t i = 0; i < snapshot.crash->frame_count; i++) {
        const struct crash_frame *frame = &snapshot.crash->frames[i];
        if (frame->module >= 0 && frame->has_offset) {
            printf("%s 0x%llx\n", snapshot.crash->modules[frame->module].path,
                   (unsigned long long)(frame->offset - (frame->exact ? 0 : 1)));
        }
    }
    snapshot_done(&snapshot);
}

int main(int argc, char **argv)
{
    struct spool *spool;
    struct symbolizer *symbolizer;
    size_t named = 0;

    if (argc != 3 || spool_open(argv[1], SPOOL_READ, &spool) != 0) {
        fputs("usage: name SPOOLFILE ROUNDS\n", stderr);
        return EX_USAGE;
    }
    size_t rounds = strtoul(argv[2], NULL, 10);
    uint64_t start_ns = page_now_ns();
    if (symbolizer_new(NULL, &symbolizer) != 0 || name_once(spool, symbolizer, &named) != 0) {
        fputs("name: no crash there\n", stderr);
        return EX_DATAERR;
    }
    double first_s = seconds_since(start_ns);
    start_ns = page_now_ns();
    for (size_t i = 0; i < rounds; i++) {
        if (name_once(spool, symbolizer, &named) != 0) {
            return EX_SOFTWARE;
        }
    }
    double more_s = seconds_since(start_ns);
    symbolizer_free(symbolizer);

    struct rusage children;
    getrusage(RUSAGE_CHILDREN, &children);
    printf("%zu %.1f %.0f %ld\n", named, first_s * 1e3, (double)rounds / more_s,
           children.ru_maxrss / 1024);
    print_frames(spool);
    spool_close(spool);
    return EX_OK;
}
