/* epitaph show: one crash, for a person or a program. */
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "columns.h"
#include "event.h"
#include "options.h"
#include "payload.h"
#include "setaside.h"
#include "stack_text.h"
#include "terminal.h"
#include "text.h"
#include "view.h"

#define STACK_INDENT 6 /* of a frame's second line on a narrow terminal */

struct options {
    const char *id;
    bool as_json;
    bool all;
    bool payload;
    const char *to; /* whose payload; NULL: the first that has it */
};

static int parse_options(int argc, char **argv, struct options *ret_options)
{
    struct options options = {.id = "last"};
    const struct option_row rows[] = {
        {"json", .flag = &options.as_json},
        {"all", .flag = &options.all},
        {"payload", .flag = &options.payload},
        {"to", .text = &options.to},
        {NULL},
    };

    int status = options_parse(argc, argv, rows, &options.id);
    *ret_options = options;
    return status;
}

static int print_json(const struct catalogue_entry *entry, bool all)
{
    struct json json;

    json_init(&json);
    view_put_entry(&json, json.root, entry, all);
    char *text = json_print(&json);
    json_done(&json);
    if (text == NULL) {
        fputs("epitaph: out of memory\n", stderr);
        return EX_OSERR;
    }
    puts(text);
    free(text);
    return EX_OK;
}

/* "  key        value"; takes the text. */
static void print_fact(const char *key, struct text *value)
{
    char *words = text_take(value);

    if (words != NULL && words[0] != '\0') {
        char label[16];
        snprintf(label, sizeof label, "  %-10s ", key);
        terminal_print(TERMINAL_DIM, 0, label);
        terminal_wrap(TERMINAL_PLAIN, strlen(label), strlen(label), words);
    }
    free(words);
}

static void print_when(const struct crash *crash)
{
    struct text value = {.bytes = NULL};
    char time[32], number[32];

    text_add(&value, terminal_time(time, crash->last_seen_ns));
    if (crash->count > 1) {
        text_format(&value, ", %s times since %s", text_number(number, crash->count),
                    terminal_time(time, crash->first_seen_ns));
    }
    print_fact("when", &value);
}

static void print_program(const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    text_add(&value, crash->exe != NULL ? crash->exe : view_program(crash));
    if (crash->app_version != NULL) {
        text_format(&value, " %s", crash->app_version);
    }
    if (crash->exe_build_id != NULL) {
        text_format(&value, ", build %.8s", crash->exe_build_id);
    }
    print_fact("program", &value);
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
        print_fact("process", &value);
    }
}

static void print_signal(const struct crash *crash)
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
    print_fact("signal", &value);
}

static void print_words(const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    if (crash->abort_message != NULL) {
        size_t length = strlen(crash->abort_message);
        while (length > 0 && crash->abort_message[length - 1] == '\n') {
            length--;
        }
        text_format(&value, "%.*s", (int)length, crash->abort_message);
        print_fact("message", &value);
    }
    if (crash->exception_what != NULL) {
        text_add(&value, crash->exception_what);
        print_fact("what()", &value);
    }
    if (crash->runtime != NULL && strcmp(crash->runtime, "native") != 0) {
        text_format(&value, "%s%s%s", crash->runtime, crash->runtime_version != NULL ? " " : "",
                    crash->runtime_version != NULL ? crash->runtime_version : "");
        print_fact("runtime", &value);
    }
    if (crash->hs_err != NULL) {
        text_format(&value, "%s, if the JVM could write it", crash->hs_err);
        print_fact("hs_err", &value);
    }
}

/* What the program says of itself. */
static void print_notes(const struct crash *crash)
{
    for (size_t i = 0; i < crash->note_count; i++) {
        struct text value = {.bytes = NULL};

        text_format(&value, "%s: %s", crash->notes[i].key, crash->notes[i].value);
        print_fact(i == 0 ? "noted" : "", &value);
    }
}

static void print_doubts(const struct crash *crash)
{
    struct text value = {.bytes = NULL};

    for (size_t i = 0; i < crash->missing_count; i++) {
        text_format(&value, "%s%s", i > 0 ? ", " : "", crash->missing[i]);
    }
    print_fact("missing", &value);
    for (size_t i = 0; i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];
        if (module->path != NULL && module->state == CRASH_MODULE_CHANGED) {
            text_format(&value,
                        "%s has changed since: its frames have no names or doubtful ones",
                        module->path);
            print_fact("note", &value);
        }
    }
}

static void print_facts(const struct catalogue_entry *entry)
{
    const struct crash *crash = clean_crash_view(entry->clean);
    struct text value = {.bytes = NULL};
    char event_id[EVENT_ID_LENGTH + 1];

    print_when(crash);
    print_program(crash);
    print_signal(crash);
    print_words(crash);
    print_notes(crash);
    event_format_id(entry->id, event_id);
    text_format(&value, "%s, %s", event_id, catalogue_place_word(entry->place));
    print_fact("id", &value);
    text_add(&value, entry->signature.text);
    print_fact("signature", &value);
    print_doubts(crash);
}

/* The program's own frames stand out from those that are only the way to die. */
static void print_stack(const struct crash *crash)
{
    struct stack_lines lines;

    if (stack_lines_fold(crash, &lines) != 0) {
        return;
    }
    for (size_t i = 0; i < lines.count; i++) {
        const struct stack_line *line = &lines.lines[i];
        bool aside =
            line->kind == STACK_LINE_NOTE || setaside_matches(crash, line->frame, line->name);
        char *text = stack_line_fit(crash, line, terminal_width());

        terminal_wrap(aside ? TERMINAL_DIM : TERMINAL_PLAIN, 0, STACK_INDENT,
                      text != NULL ? text : "");
        free(text);
    }
    if (lines.count == 0) {
        puts("(no stack)");
    }
    stack_lines_done(&lines);
}

static void print_python(const struct crash *crash)
{
    if (crash->python_count > 0) {
        puts("\nPython");
    }
    for (size_t i = 0; i < crash->python_count; i++) {
        fputs("  ", stdout);
        terminal_wrap(TERMINAL_PLAIN, 2, STACK_INDENT, crash->python[i]);
    }
}

static void print_threads(const struct crash *crash)
{
    for (size_t i = 0; i < crash->thread_count; i++) {
        struct crash view = crash_seen_from(crash, &crash->threads[i]);

        printf("\nthread %" PRId64, view.tid);
        if (view.thread != NULL) {
            fputs(" (", stdout);
            terminal_print(TERMINAL_PLAIN, 0, view.thread);
            fputs(")", stdout);
        }
        putchar('\n');
        print_stack(&view);
    }
}

/* "rax=0x0 rdx=0x1 ...", three a line. */
static void print_registers(const char *registers)
{
    size_t column = 0;

    if (registers == NULL) {
        puts("\nregisters: not kept");
        return;
    }
    puts("\nregisters");
    for (const char *at = registers; *at != '\0';) {
        size_t length = strcspn(at, " ");
        printf("%s%-24.*s", column % 3 == 0 ? "  " : " ", (int)length, at);
        at += length + strspn(at + length, " ");
        column++;
        if (column % 3 == 0 || *at == '\0') {
            putchar('\n');
        }
    }
}

static void print_modules(const struct crash *crash)
{
    puts("\nmodules");
    for (size_t i = 0; i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];

        printf("  0x%012" PRIx64 "-0x%012" PRIx64 " ", module->base, module->end);
        terminal_print(TERMINAL_PLAIN, 0, module->path != NULL ? module->path : "?");
        printf("\n    build %s, %s\n", module->build_id != NULL ? module->build_id : "unknown",
               crash_module_state_word(module->state));
    }
}

static int print_text(const struct catalogue_entry *entry, bool all)
{
    const struct crash *crash = clean_crash_view(entry->clean);

    terminal_print(TERMINAL_BOLD, 0, view_program(crash));
    fputs(": ", stdout);
    terminal_wrap(TERMINAL_RED, columns_of(view_program(crash)) + 2, 2, entry->reason);
    putchar('\n');
    print_facts(entry);
    putchar('\n');
    print_stack(crash);
    print_python(crash);
    print_threads(crash);
    if (all) {
        print_registers(entry->registers);
        if (entry->code_bytes != NULL) {
            printf("\ncode at the fault\n  %s\n", entry->code_bytes);
        }
        print_modules(crash);
    }
    return EX_OK;
}

int command_show(int argc, char **argv)
{
    const struct catalogue_entry *entry;
    struct options options;
    struct view view;

    int status = parse_options(argc, argv, &options);
    if (status != EX_OK) {
        return status;
    }
    status = view_open(&view);
    if (status != EX_OK) {
        return status;
    }
    int error = catalogue_find(&view.catalogue, options.id, &entry);
    if (error == 0 && options.payload) {
        char event_id[EVENT_ID_LENGTH + 1];
        event_format_id(entry->id, event_id);
        status = payload_print(event_id, options.to);
    } else if (error == 0) {
        status =
            options.as_json ? print_json(entry, options.all) : print_text(entry, options.all);
    } else if (view.catalogue.count == 0) {
        fputs("epitaph: no crashes are known here\n", stderr);
        status = EX_NOINPUT;
    } else {
        fprintf(stderr, "epitaph: %s crash '%s'\n", error == -EEXIST ? "more than one" : "no",
                options.id);
        status = error == -EEXIST ? EX_USAGE : EX_NOINPUT;
    }
    if (strcmp(options.id, "last") == 0) { /* a later one may be in what could not be read */
        status = view_status(&view, status);
    }
    view_close(&view);
    return status == EX_OK && fflush(stdout) != 0 ? EX_IOERR : status;
}
