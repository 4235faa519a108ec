/* epitaph dump: the records of one spool file as the shim wrote them. */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include <epitaph/spool.h>

#include "crash/crash_json.h"
#include "diagnosis/reason.h"
#include "encoding/utf8.h"
#include "harvest/snapshot.h"

static const char *state_word(uint64_t word)
{
    switch (EPITAPH_SLOT_STATE(word)) {
    case EPITAPH_SLOT_CLAIMED:
        return "claimed";
    case EPITAPH_SLOT_COMMITTED:
        return "committed";
    case EPITAPH_SLOT_TAKEN:
        return "taken";
    default:
        return "unknown";
    }
}

static int print_json(const struct snapshot *snapshot)
{
    struct json json;

    json_init(&json);
    crash_json_put_raw(&json, json.root, snapshot->crash);
    char *reason = reason_sentence(snapshot->crash);
    json_put_text(&json, json.root, "reason", reason);
    free(reason);
    char *text = json_print(&json);
    json_done(&json);
    if (text == NULL) {
        return -ENOMEM;
    }
    puts(text);
    free(text);
    return 0;
}

/* A record is text for a terminal: lines as they are, anything that could steer it escaped. */
static int print_text(const struct snapshot *snapshot)
{
    const char *line = snapshot->text;
    const char *end = line + snapshot->length;

    printf("== slot %u: %s, count %u, %zu bytes%s\n", snapshot->slot.index,
           state_word(snapshot->slot.word), snapshot->crash->count, snapshot->length,
           snapshot->crash->torn ? ", torn" : "");
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *stop = newline != NULL ? newline : end;
        char *safe = utf8_printable(line, (size_t)(stop - line));

        if (safe == NULL) {
            return -ENOMEM;
        }
        puts(safe);
        free(safe);
        line = stop + 1;
    }
    return 0;
}

static int dump(const struct spool *spool, bool as_json)
{
    int result = 0;

    for (unsigned i = 0; i < spool_slot_count(spool); i++) {
        struct snapshot snapshot;

        int error = snapshot_take(spool, i, &snapshot);
        if (error == -ENOENT) {
            continue;
        }
        if (error == 0) {
            error = as_json ? print_json(&snapshot) : print_text(&snapshot);
            snapshot_done(&snapshot);
        }
        if (error != 0) {
            fprintf(stderr, "epitaph: slot %u: %s\n", i, spool_strerror(error));
            result = error;
        }
    }
    return result;
}

int command_dump(int argc, char **argv)
{
    const char *path = NULL;
    bool as_json = false;
    struct spool *spool;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            as_json = true;
        } else if (argv[i][0] == '-' || path != NULL) {
            path = NULL;
            break;
        } else {
            path = argv[i];
        }
    }
    if (path == NULL) {
        fputs("usage: epitaph dump SPOOLFILE [--json]\n", stderr);
        return EX_USAGE;
    }
    int error = spool_open(path, SPOOL_READ, &spool);
    if (error != 0) {
        fprintf(stderr, "epitaph: cannot read %s: %s\n", path, spool_strerror(error));
        return error == -EINVAL || error == -EPROTONOSUPPORT ? EX_DATAERR : EX_NOINPUT;
    }
    error = dump(spool, as_json);
    spool_close(spool);
    return error == 0 && fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
