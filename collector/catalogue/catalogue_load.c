/* catalogue_load(): crashes from the state directory and the spool. */
#include "catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "catalogue_index.h"
#include "crash/record.h"
#include "diagnosis/reason.h"
#include "encoding/utf8.h"
#include "event/parcel.h"
#include "harvest/harvest.h"
#include "harvest/snapshot.h"
#include "machine/folder.h"
#include "outbox/outbox.h"
#include "outbox/routes.h"

#define WHY_SUFFIX ".why" /* beside ID.json, as outbox.h has it */
#define WHY_MAX 1024

struct loading {
    struct catalogue catalogue;
    struct catalogue_index index;
    struct examiner *examiner;
    size_t room;
};

/* One folder of the state directory, or of a destination in it. */
struct source {
    const char *folder, *suffix;
    enum catalogue_place place;
};

static struct catalogue_entry *known(const struct loading *loading, const char *id)
{
    size_t position;

    return catalogue_index_find(&loading->index, loading->catalogue.entries, id, &position)
               ? &loading->catalogue.entries[position]
               : NULL;
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

    if (catalogue->entries == NULL || catalogue->count == loading->room) {
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
    return catalogue_index_add(&loading->index, catalogue->entries, catalogue->count - 1);
}

/* What is rejected asks for somebody, what is queued for a server. */
static bool is_more_to_do(enum catalogue_place left, enum catalogue_place right)
{
    static const int work[] = {[CATALOGUE_REJECTED] = 3, [CATALOGUE_QUEUED] = 2};

    return work[left] > work[right];
}

/* Takes `why`. */
static int add_standing(struct catalogue_entry *entry, const char *destination,
                        enum catalogue_place place, char *why)
{
    struct catalogue_standing *grown =
        reallocarray(entry->standings, entry->standing_count + 1, sizeof *grown);

    if (grown == NULL) {
        free(why);
        return -ENOMEM;
    }
    entry->standings = grown;
    struct catalogue_standing *standing = &grown[entry->standing_count++];
    *standing = (struct catalogue_standing){.place = place, .why = why};
    snprintf(standing->destination, sizeof standing->destination, "%s", destination);
    if (entry->standing_count == 1 || is_more_to_do(place, entry->place)) {
        entry->place = place;
    }
    return 0;
}

/* A crash that is not an event yet, or was never to be one. Borrows `crash`. */
static int add_raw(struct loading *loading, enum catalogue_place place, struct crash *crash)
{
    struct catalogue_entry *entry = known(loading, crash->id);
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
static char *read_why(int folder_fd, const char *name)
{
    char sidecar[NAME_MAX + 1], *why, *words = NULL;
    size_t length;

    snprintf(sidecar, sizeof sidecar, "%.*s" WHY_SUFFIX,
             (int)(strlen(name) - strlen(OUTBOX_SUFFIX)), name);
    if (folder_read(folder_fd, sidecar, WHY_MAX, &why, &length) == 0) {
        why[strcspn(why, "\n")] = '\0';
        words = why[0] != '\0' ? printable(why) : NULL;
        free(why);
    }
    return words;
}

/* "UUID.json": the id, without its dashes. */
static void id_of(const char *name, char ret_id[CRASH_ID_LENGTH + 1])
{
    size_t used = 0;

    for (; *name != '\0' && *name != '.' && used < CRASH_ID_LENGTH; name++) {
        if (*name != '-') {
            ret_id[used++] = *name;
        }
    }
    ret_id[used] = '\0';
}

static int read_event(struct loading *loading, const struct source *source, int folder_fd,
                      const char *name, struct catalogue_entry **ret_entry)
{
    struct clean_crash *clean;
    char *json;
    size_t length;

    int error = folder_read(folder_fd, name, PARCEL_BYTES_MAX, &json, &length);
    if (error == 0) {
        error = event_read_crash(json, length, &clean);
        free(json);
    }
    if (error != 0) {
        return error;
    }
    *ret_entry = known(loading, clean_crash_view(clean)->id); /* whatever its file is called */
    if (*ret_entry != NULL) {
        clean_crash_free(clean);
        return 0;
    }
    return add(loading, source->place, clean, ret_entry);
}

/* An event is the same for every destination: read once. */
static int load_event(struct loading *loading, const char *destination,
                      const struct source *source, int folder_fd, const char *name)
{
    char id[CRASH_ID_LENGTH + 1];
    int error = 0;

    id_of(name, id);
    struct catalogue_entry *entry = known(loading, id);
    if (entry == NULL) {
        error = read_event(loading, source, folder_fd, name, &entry);
    }
    return error != 0
               ? error
               : add_standing(entry, destination, source->place,
                              source->place == CATALOGUE_REJECTED ? read_why(folder_fd, name)
                                                                  : NULL);
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

/* A file that cannot be read is counted and passed over. */
static int load_folder(struct loading *loading, int parent_fd, const char *destination,
                       const struct source *source)
{
    struct folder_listing listing;
    int folder_fd;

    int error = folder_open(parent_fd, source->folder, FOLDER_READ, &folder_fd);
    if (error != 0) {
        return error == -ENOENT ? 0 : error;
    }
    error = folder_list(folder_fd, source->suffix, &listing);
    if (error != 0) {
        close(folder_fd);
        return error;
    }
    bool events = strcmp(source->suffix, OUTBOX_SUFFIX) == 0;
    for (size_t i = 0; i < listing.count && error != -ENOMEM; i++) {
        const char *name = listing.entries[i].name;
        error = events ? load_event(loading, destination, source, folder_fd, name)
                       : load_record(loading, source->place, folder_fd, name);
        /* ENOENT: a collector at work has moved it on; it is counted where it went */
        loading->catalogue.unreadable += error != 0 && error != -ENOENT;
    }
    folder_listing_done(&listing);
    close(folder_fd);
    return error == -ENOMEM ? error : 0;
}

static int load_events(struct loading *loading, int parent_fd, const char *destination)
{
    static const struct source sources[] = {
        {"outbox", OUTBOX_SUFFIX, CATALOGUE_QUEUED},
        {"sent", OUTBOX_SUFFIX, CATALOGUE_SENT},
        {"rejected", OUTBOX_SUFFIX, CATALOGUE_REJECTED},
    };
    int error = 0;

    for (size_t i = 0; i < sizeof sources / sizeof sources[0] && error == 0; i++) {
        error = load_folder(loading, parent_fd, destination, &sources[i]);
    }
    return error;
}

static int load_destination(struct loading *loading, int parent_fd, const char *name)
{
    int folder_fd;

    int error = folder_open(parent_fd, name, FOLDER_READ, &folder_fd);
    if (error != 0) {
        return error == -ENOENT || error == -ENOTDIR ? 0 : error;
    }
    error = load_events(loading, folder_fd, name);
    close(folder_fd);
    return error;
}

/* Those configured no more too: what was sent there is known here. */
static int load_destinations(struct loading *loading, int state_fd)
{
    const struct dirent *entry;
    int parent_fd;

    int error = folder_open(state_fd, ROUTES_FOLDER, FOLDER_READ, &parent_fd);
    if (error != 0) {
        return error == -ENOENT ? 0 : error;
    }
    DIR *stream = fdopendir(parent_fd);
    if (stream == NULL) {
        error = -errno;
        close(parent_fd);
        return error;
    }
    while (error == 0 && (entry = readdir(stream)) != NULL) {
        if (destination_is_name(entry->d_name)) {
            error = load_destination(loading, parent_fd, entry->d_name);
        }
    }
    closedir(stream);
    return error;
}

static int load_records(struct loading *loading, int state_fd)
{
    static const struct source sources[] = {
        {HARVEST_INCOMING, HARVEST_SUFFIX, CATALOGUE_INCOMING},
        {HARVEST_CRASHES, HARVEST_SUFFIX, CATALOGUE_KEPT},
    };
    int error = 0;

    for (size_t i = 0; i < sizeof sources / sizeof sources[0] && error == 0; i++) {
        error = load_folder(loading, state_fd, "", &sources[i]);
    }
    return error;
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

int catalogue_load(const char *spool_directory, int state_fd, struct examiner *examiner,
                   struct catalogue *ret_catalogue)
{
    struct loading loading = {.examiner = examiner};
    int error = 0;

    /* Events first: a record that became one is known by then, and only lends its registers. */
    if (state_fd >= 0) {
        error = load_events(&loading, state_fd, "");
        error = error != 0 ? error : load_destinations(&loading, state_fd);
        error = error != 0 ? error : load_records(&loading, state_fd);
    }
    if (error == 0) {
        loading.catalogue.spool_error = load_spool(&loading, spool_directory);
    }
    catalogue_index_done(&loading.index);
    if (error != 0) {
        catalogue_done(&loading.catalogue);
        return error;
    }
    catalogue_settle(&loading.catalogue);
    *ret_catalogue = loading.catalogue;
    return 0;
}
