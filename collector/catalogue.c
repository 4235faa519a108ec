#include "catalogue.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "folder.h"
#include "harvest.h"
#include "outbox.h"
#include "reason.h"
#include "record.h"
#include "snapshot.h"
#include "utf8.h"

#define WHY_SUFFIX ".why" /* beside ID.json, as outbox.h has it */
#define WHY_MAX 1024

struct loading {
    struct catalogue catalogue;
    struct examiner *examiner;
    size_t room;
};

static struct catalogue_entry *known(struct catalogue *catalogue, const char *id)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->entries[i].id, id) == 0) {
            return &catalogue->entries[i];
        }
    }
    return NULL;
}

static char *printable(const char *text)
{
    return text != NULL ? utf8_printable(text, strlen(text)) : NULL;
}

/* Take over `clean`. */
static int add(struct loading *loading, enum catalogue_place place, struct clean_crash *clean,
               struct catalogue_entry **ret_entry)
{
    struct catalogue *catalogue = &loading->catalogue;
    const struct crash *crash = clean_crash_view(clean);
    struct catalogue_entry entry = {.place = place, .clean = clean};

    if (catalogue->count == loading->room) {
        size_t wanted = loading->room == 0 ? 64 : loading->room * 2;
        struct catalogue_entry *grown = reallocarray(catalogue->entries, wanted, sizeof *grown);
        if (grown == NULL) {
            clean_crash_free(clean);
            return -ENOMEM;
        }
        catalogue->entries = grown;
        loading->room = wanted;
    }
    memcpy(entry.id, crash->id, sizeof entry.id);
    entry.signature = signature_of(crash);
    entry.reason = reason_sentence(crash);
    if (entry.reason == NULL) {
        clean_crash_free(clean);
        return -ENOMEM;
    }
    catalogue->entries[catalogue->count] = entry;
    *ret_entry = &catalogue->entries[catalogue->count++];
    return 0;
}

/* A crash that is not an event yet, or was never to be one. Borrows `crash`. */
static int add_raw(struct loading *loading, enum catalogue_place place, struct crash *crash)
{
    struct catalogue_entry *entry = known(&loading->catalogue, crash->id);
    struct clean_crash *clean;
    int error = 0;

    if (entry == NULL) {
        error = examine_crash(loading->examiner, crash, &clean);
        if (error == 0) {
            error = add(loading, place, clean, &entry);
        }
    }
    if (error == 0 && entry->registers == NULL) {
        entry->registers = printable(crash->registers);
        entry->code_bytes = printable(crash->code_bytes);
    }
    return error;
}

/* Nobody has to have written it down. */
static void load_why(int folder_fd, const char *name, struct catalogue_entry *entry)
{
    char sidecar[NAME_MAX + 1], *why;
    size_t length;

    snprintf(sidecar, sizeof sidecar, "%.*s" WHY_SUFFIX,
             (int)(strlen(name) - strlen(OUTBOX_SUFFIX)), name);
    if (folder_read(folder_fd, sidecar, WHY_MAX, &why, &length) == 0) {
        why[strcspn(why, "\n")] = '\0';
        entry->why = why[0] != '\0' ? printable(why) : NULL;
        free(why);
    }
}

static int load_event(struct loading *loading, enum catalogue_place place, int folder_fd,
                      const char *name)
{
    struct catalogue_entry *entry;
    struct clean_crash *clean;
    char *json;
    size_t length;

    int error = folder_read(folder_fd, name, OUTBOX_EVENT_MAX, &json, &length);
    if (error == 0) {
        error = event_read_crash(json, length, &clean);
        free(json);
    }
    if (error == 0) {
        error = add(loading, place, clean, &entry);
    }
    if (error == 0 && place == CATALOGUE_REJECTED) {
        load_why(folder_fd, name, entry);
    }
    return error;
}

static int load_record(struct loading *loading, enum catalogue_place place, int folder_fd,
                       const char *name)
{
    struct crash *crash;
    char *text;
    size_t length;

    int error = folder_read(folder_fd, name, RECORD_LENGTH_MAX, &text, &length);
    if (error == 0) {
        error = record_parse(text, length, &crash);
        free(text);
    }
    if (error == 0) {
        error = crash->id[0] != '\0' ? add_raw(loading, place, crash) : -EBADMSG;
        crash_free(crash);
    }
    return error;
}

/* One folder of the state directory. A file that cannot be read is counted and passed over. */
static int load_folder(struct loading *loading, int state_fd, const char *folder,
                       const char *suffix, enum catalogue_place place)
{
    struct folder_listing listing;
    int folder_fd;

    int error = folder_open(state_fd, folder, FOLDER_READ, &folder_fd);
    if (error != 0) {
        return error == -ENOENT ? 0 : error;
    }
    error = folder_list(folder_fd, suffix, &listing);
    if (error != 0) {
        close(folder_fd);
        return error;
    }
    bool events = strcmp(suffix, OUTBOX_SUFFIX) == 0;
    for (size_t i = 0; i < listing.count && error != -ENOMEM; i++) {
        const char *name = listing.entries[i].name;
        error = events ? load_event(loading, place, folder_fd, name)
                       : load_record(loading, place, folder_fd, name);
        /* ENOENT: a collector at work has moved it on; it is counted where it went */
        loading->catalogue.unreadable += error != 0 && error != -ENOENT;
    }
    folder_listing_done(&listing);
    close(folder_fd);
    return error == -ENOMEM ? error : 0;
}

/* A slot without an id shows up under the one that the harvest will give it. */
static int load_slot(struct loading *loading, const struct spool *spool, unsigned index)
{
    struct harvest_record record;
    struct snapshot copy;
    struct crash *crash;

    int error = snapshot_take(spool, index, &copy);
    if (error != 0) {
        return error == -ENOENT ? 0 : error;
    }
    error =
        harvest_compose(&copy.slot, spool_owner_uid(spool), copy.text, copy.length, &record);
    snapshot_done(&copy);
    if (error == 0) {
        error = record_parse(record.text, record.length, &crash);
        free(record.text);
    }
    if (error == 0) {
        error = add_raw(loading, CATALOGUE_SPOOL, crash);
        crash_free(crash);
    }
    return error;
}

static int load_spool(struct loading *loading, const char *directory)
{
    char path[4096];
    struct spool *spool;

    snprintf(path, sizeof path, "%s/%u" EPITAPH_SPOOL_SUFFIX, directory, geteuid());
    int error = spool_open(path, SPOOL_READ, &spool);
    if (error != 0) {
        return error == -ENOENT || error == -ENOTDIR ? 0 : error;
    }
    for (unsigned i = 0; i < spool_slot_count(spool) && error == 0; i++) {
        error = load_slot(loading, spool, i);
    }
    spool_close(spool);
    return error;
}

/* The latest first; equal times by id, so that the order is the same every time. */
static int by_time(const void *left, const void *right)
{
    const struct catalogue_entry *a = left, *b = right;
    uint64_t at = clean_crash_view(a->clean)->last_seen_ns;
    uint64_t bt = clean_crash_view(b->clean)->last_seen_ns;

    return at != bt ? (at > bt ? -1 : 1) : strcmp(a->id, b->id);
}

/* A stripped copy of a build whose names are known from another crash is the same bug. */
static void join_signatures(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct signature *raw = &catalogue->entries[i].signature;

        for (size_t n = 0; n < catalogue->count && !raw->named; n++) {
            const struct signature *other = &catalogue->entries[n].signature;
            if (other->named && strcmp(other->raw, raw->raw) == 0) {
                memcpy(raw->text, other->text, sizeof raw->text);
                break;
            }
        }
    }
}

int catalogue_load(const char *spool_directory, int state_fd, struct examiner *examiner,
                   struct catalogue *ret_catalogue)
{
    /* Events first: a record that became one is known by then, and only lends its registers. */
    static const struct {
        const char *folder, *suffix;
        enum catalogue_place place;
    } sources[] = {
        {"outbox", OUTBOX_SUFFIX, CATALOGUE_QUEUED},
        {"sent", OUTBOX_SUFFIX, CATALOGUE_SENT},
        {"rejected", OUTBOX_SUFFIX, CATALOGUE_REJECTED},
        {HARVEST_INCOMING, HARVEST_SUFFIX, CATALOGUE_INCOMING},
        {HARVEST_CRASHES, HARVEST_SUFFIX, CATALOGUE_KEPT},
    };
    struct loading loading = {.examiner = examiner};
    int error = 0;

    for (size_t i = 0; i < sizeof sources / sizeof sources[0] && state_fd >= 0 && error == 0;
         i++) {
        error = load_folder(&loading, state_fd, sources[i].folder, sources[i].suffix,
                            sources[i].place);
    }
    if (error == 0) {
        loading.catalogue.spool_error = load_spool(&loading, spool_directory);
    }
    if (error != 0) {
        catalogue_done(&loading.catalogue);
        return error;
    }
    if (loading.catalogue.count > 1) {
        qsort(loading.catalogue.entries, loading.catalogue.count,
              sizeof *loading.catalogue.entries, by_time);
    }
    join_signatures(&loading.catalogue);
    *ret_catalogue = loading.catalogue;
    return 0;
}

void catalogue_done(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        clean_crash_free(catalogue->entries[i].clean);
        free(catalogue->entries[i].reason);
        free(catalogue->entries[i].why);
        free(catalogue->entries[i].registers);
        free(catalogue->entries[i].code_bytes);
    }
    free(catalogue->entries);
    *catalogue = (struct catalogue){.entries = NULL};
}

static bool has_prefix(const char *id, const char *prefix)
{
    for (; *prefix != '\0'; prefix++) {
        if (*prefix == '-') {
            continue;
        }
        if (*id == '\0' || *id != tolower((unsigned char)*prefix)) {
            return false;
        }
        id++;
    }
    return true;
}

int catalogue_find(const struct catalogue *catalogue, const char *prefix,
                   const struct catalogue_entry **ret_entry)
{
    const struct catalogue_entry *found = NULL;

    if (strcmp(prefix, "last") == 0) {
        if (catalogue->count == 0) {
            return -ENOENT;
        }
        *ret_entry = &catalogue->entries[0];
        return 0;
    }
    for (size_t i = 0; i < catalogue->count && prefix[0] != '\0'; i++) {
        if (has_prefix(catalogue->entries[i].id, prefix)) {
            if (found != NULL) {
                return -EEXIST;
            }
            found = &catalogue->entries[i];
        }
    }
    if (found == NULL) {
        return -ENOENT;
    }
    *ret_entry = found;
    return 0;
}

const char *catalogue_place_word(enum catalogue_place place)
{
    static const char *const words[] = {
        [CATALOGUE_SPOOL] = "new", [CATALOGUE_INCOMING] = "harvested",
        [CATALOGUE_KEPT] = "kept", [CATALOGUE_QUEUED] = "queued",
        [CATALOGUE_SENT] = "sent", [CATALOGUE_REJECTED] = "rejected",
    };

    return words[place];
}
