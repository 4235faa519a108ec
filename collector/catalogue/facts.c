#include "facts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "encoding/text.h"
#include "machine/terminal.h"
#include "view.h"

struct telling {
    struct facts facts;
    bool failed;
};

/* Takes the text; nothing to say is no fact. */
static void tell(struct telling *telling, const char *key, struct text *value)
{
    char *words = text_take(value);

    if (words == NULL) {
        telling->failed = true;
    } else if (words[0] == '\0' || telling->facts.count == FACTS_MAX) {
        free(words);
    } else {
        telling->facts.facts[telling->facts.count++] =
            (struct fact){.key = key, .value = words};
    }
}

static void tell_when(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};
    char time[32], number[32];

    text_add(&value, terminal_time(time, crash->last_seen_ns));
    if (crash->count > 1) {
        text_format(&value, ", %s times since %s", text_number(number, crash->count),
                    terminal_time(time, crash->first_seen_ns));
    }
    tell(telling, "when", &value);
}

static void tell_program(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    text_add(&value, crash->exe != NULL ? crash->exe : view_program(crash));
    if (crash->app_version != NULL) {
        text_format(&value, " %s", crash->app_version);
    }
    if (crash->exe_build_id != NULL) {
        text_format(&value, ", build %.8s", crash->exe_build_id);
    }
    tell(telling, "program", &value);
    if (crash->pid >= 0) {
        text_format(&value, "%" PRId64, crash->pid);
        if (crash->tid >= 0 && crash->tid != crash->pid) {
            text_format(&value, ", thread %" PRId64, crash->tid);
        }
        if (crash->thread != NULL) {
            text_format(&value, " (%s)", crash->thread);
        }
        if (crash->uid >= 0) {
            text_format(&value, ", user %" PRId64, crash->uid);
        }
        tell(telling, "process", &value);
    }
}

static void tell_signal(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    text_add(&value, crash->signal_name != NULL ? crash->signal_name : "unknown");
    if (crash->code_name != NULL) {
        text_format(&value, " %s", crash->code_name);
    }
    if (crash->has_fault_address) {
        text_format(&value, " at 0x%" PRIx64, crash->fault_address);
    }
    if (crash->has_sender) {
        text_format(&value, " from pid %" PRId64 ", user %" PRId64, crash->sender_pid,
                    crash->sender_uid);
    }
    tell(telling, "signal", &value);
    if (crash->mapping_path != NULL) {
        text_format(&value, "%s, %s, 0x%" PRIx64 "-0x%" PRIx64, crash->mapping_path,
                    crash->mapping_perms != NULL ? crash->mapping_perms : "?",
                    crash->mapping_low, crash->mapping_high);
        tell(telling, "mapping", &value);
    }
}

static void tell_words(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    if (crash->abort_message != NULL) {
        size_t length = strlen(crash->abort_message);
        while (length > 0 && crash->abort_message[length - 1] == '\n') {
            length--;
        }
        text_format(&value, "%.*s", (int)length, crash->abort_message);
        tell(telling, "message", &value);
    }
    if (crash->exception_what != NULL) {
        text_add(&value, crash->exception_what);
        tell(telling, "what()", &value);
    }
    if (crash->runtime != NULL && strcmp(crash->runtime, "native") != 0) {
        text_format(&value, "%s%s%s", crash->runtime, crash->runtime_version != NULL ? " " : "",
                    crash->runtime_version != NULL ? crash->runtime_version : "");
        tell(telling, "runtime", &value);
    }
    if (crash->hs_err != NULL) {
        text_format(&value, "%s, if the JVM could write it", crash->hs_err);
        tell(telling, "hs_err", &value);
    }
}

/* What the program says of itself. */
static void tell_notes(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    for (size_t i = 0; i < crash->note_count; i++) {
        text_format(&value, "%s: %s", crash->notes[i].key, crash->notes[i].value);
        tell(telling, "noted", &value);
    }
}

/* One line a destination, where there is more to say than the place. */
static void tell_standings(struct telling *telling, const struct catalogue_entry *entry)
{
    struct text value = {.bytes = NULL};

    for (size_t i = 0; i < entry->standing_count; i++) {
        const struct catalogue_standing *standing = &entry->standings[i];
        bool named = standing->destination[0] != '\0';

        if (named) {
            text_format(&value, "%s: ", standing->destination);
        }
        if (named || entry->standing_count > 1 || standing->why != NULL) {
            text_add(&value, catalogue_place_word(standing->place));
        }
        if (standing->why != NULL) {
            text_format(&value, ", %s", standing->why);
        }
        tell(telling, "delivery", &value);
    }
}

static void tell_name(struct telling *telling, const struct catalogue_entry *entry)
{
    struct text value = {.bytes = NULL};
    char event_id[EVENT_ID_LENGTH + 1];

    event_format_id(entry->id, event_id);
    text_format(&value, "%s, %s", event_id, catalogue_place_word(entry->place));
    tell(telling, "id", &value);
    tell_standings(telling, entry);
    text_add(&value, entry->signature.text);
    tell(telling, "signature", &value);
}

/* In one line: of a container that went, all are gone. */
static void tell_gone(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};
    const char *first = NULL;
    size_t gone = 0;

    for (size_t i = 0; i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];

        if (module->path != NULL && module->state == CRASH_MODULE_GONE) {
            first = first != NULL ? first : module->path;
            gone++;
        }
    }
    if (gone == 0) {
        return;
    }
    text_add(&value, first);
    if (gone > 1) {
        text_format(&value, " and %zu more", gone - 1);
    }
    text_format(&value, " cannot be read now: names are those of debug packages, or none");
    tell(telling, "note", &value);
}

static void tell_doubts(struct telling *telling, const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    for (size_t i = 0; i < crash->missing_count; i++) {
        text_format(&value, "%s%s", i > 0 ? ", " : "", crash->missing[i]);
    }
    tell(telling, "missing", &value);
    for (size_t i = 0; i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];

        if (module->path != NULL && module->state == CRASH_MODULE_CHANGED) {
            text_format(&value,
                        "%s has changed since: its frames have no names or doubtful ones",
                        module->path);
            tell(telling, "note", &value);
        }
    }
    tell_gone(telling, crash);
}

int facts_of(const struct catalogue_entry *entry, struct facts *ret_facts)
{
    const struct crash *crash = clean_crash_view(entry->clean);
    struct telling telling = {.failed = false};

    tell_when(&telling, crash);
    tell_program(&telling, crash);
    tell_signal(&telling, crash);
    tell_words(&telling, crash);
    tell_notes(&telling, crash);
    tell_name(&telling, entry);
    tell_doubts(&telling, crash);
    if (telling.failed) {
        facts_done(&telling.facts);
        return -ENOMEM;
    }
    *ret_facts = telling.facts;
    return 0;
}

void facts_done(struct facts *facts)
{
    for (size_t i = 0; i < facts->count; i++) {
        free(facts->facts[i].value);
    }
    facts->count = 0;
}
