/* Any text as an outbox file whose crash becomes a page: what it says must stay text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue/facts.h"
#include "diagnosis/reason.h"
#include "encoding/utf8.h"
#include "event/event.h"
#include "report/report.h"

#define PAGE_MAX (16u << 20u)

/* Every tag that the report writes. */
static const char tags[] =
    " !doctype html head meta title style body a header h1 h2 h3 h4 p nav main section figure "
    "figcaption div span svg g rect line path table caption thead tbody tr th td details "
    "summary "
    "dl dt dd code b pre time strong footer ";

static void require(int holds)
{
    if (!holds) {
        abort();
    }
}

static void check_tag(const char *at)
{
    char name[16] = " ";
    size_t used = 1;

    at += *at == '/';
    while (used < sizeof name - 2 && *at != '\0' && strchr(" >/\n", *at) == NULL) {
        name[used++] = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
        at++;
    }
    name[used++] = ' ';
    name[used] = '\0';
    require(strstr(tags, name) != NULL);
}

static void check_page(const char *page)
{
    size_t length = strlen(page);

    require(length < PAGE_MAX);
    for (size_t i = 0; i < length;) {
        size_t size = utf8_character(page + i, length - i);

        require(size > 0 && ((unsigned char)page[i] >= 0x20 || page[i] == '\n'));
        if (page[i] == '<') {
            check_tag(page + i + 1);
        }
        i += size;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum catalogue_place places[] = {CATALOGUE_QUEUED, CATALOGUE_REJECTED};
    struct groups_filter filter = {.app = NULL};
    struct catalogue_entry entries[2];
    struct catalogue catalogue = {.entries = entries};
    char *page;

    for (; catalogue.count < 2; catalogue.count++) {
        struct catalogue_entry *entry = &entries[catalogue.count];

        *entry = (struct catalogue_entry){.place = places[catalogue.count]};
        if (event_read_crash((const char *)data, size, &entry->clean) != 0) {
            break;
        }
        const struct crash *crash = clean_crash_view(entry->clean);
        memcpy(entry->id, crash->id, sizeof entry->id);
        entry->signature = signature_of(crash);
        entry->reason = reason_sentence(crash);
    }
    if (report_make(&catalogue, &filter, UINT64_C(1769860800000000000), &page) == 0) {
        check_page(page);
        free(page);
    }
    for (size_t i = 0; i < catalogue.count; i++) {
        clean_crash_free(entries[i].clean);
        free(entries[i].reason);
    }
    return 0;
}
