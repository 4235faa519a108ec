/* epitaph show: one crash, for a person or a program. */
#include "commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "catalogue/facts.h"
#include "catalogue/view.h"
#include "diagnosis/setaside.h"
#include "diagnosis/stack_text.h"
#include "encoding/columns.h"
#include "event/event.h"
#include "machine/terminal.h"
#include "options.h"
#include "payload.h"

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
        {.name = NULL},
    };

    int status = options_parse(argc, argv, rows, &options.id);
    if (status == EX_OK && options.to != NULL && !options.payload) {
        fputs("epitaph show: --to goes with --payload\n", stderr);
        return EX_USAGE;
    }
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

/* "  key        value"; the same key again is not repeated. */
static void print_fact(const struct fact *fact, bool again)
{
    char label[16];

    snprintf(label, sizeof label, "  %-10s ", again ? "" : fact->key);
    terminal_print(TERMINAL_DIM, 0, label);
    terminal_wrap(TERMINAL_PLAIN, strlen(label), strlen(label), fact->value);
}

static int print_facts(const struct catalogue_entry *entry)
{
    struct facts facts;

    if (facts_of(entry, &facts) != 0) {
        fputs("epitaph: out of memory\n", stderr);
        return EX_OSERR;
    }
    for (size_t i = 0; i < facts.count; i++) {
        print_fact(&facts.facts[i],
                   i > 0 && strcmp(facts.facts[i].key, facts.facts[i - 1].key) == 0);
    }
    facts_done(&facts);
    return EX_OK;
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
    int status = print_facts(entry);
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
    return status;
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
        fprintf(stderr, "epitaph: no crashes are known here%s\n", view_elsewhere(&view));
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
