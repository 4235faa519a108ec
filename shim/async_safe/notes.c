/*
 * No note is ever changed in place. A new one is written into a free slot, appears with one
 * store of the slot's word, and then those of the same key that are older go. So nobody waits
 * for anybody: who interrupts a writer finds the old note, a free slot of its own, or none. Of
 * two writers of one key at least one sees the other's note, because both publish before they
 * look, and the number that each drew decides which of them stays.
 */
#include "safe.h"

#include <errno.h>

#include "cut.h"
#include "notes.h"
#include "state.h"

#define SLOTS (RECORD_NOTES_MAX + 8u) /* and as many writers at once */
#define WORDS(bytes) ((bytes) / sizeof(uint64_t))

/* A slot's word: its state, with who writes, so that a child can tell what fork() cut short, or
 * with the number that the note drew when it was set. No word comes twice. */
#define FREE 0u
#define WRITING 1u
#define SET 2u
#define STATE(word) ((word)&3u)
#define WRITING_BY(pid) (WRITING | (uint64_t)(pid) << 2)
#define SET_AS(number) (SET | (uint64_t)(number) << 2)
#define NUMBER(word) ((word) >> 2)

/* NUL-padded, and in words, so that who reads while another writes reads something. */
struct note_text {
    uint64_t key[WORDS(RECORD_NOTE_KEY_MAX)];
    uint64_t value[WORDS(RECORD_NOTE_VALUE_MAX)];
};

struct note {
    _Atomic uint64_t word;
    _Atomic uint64_t text[WORDS(sizeof(struct note_text))];
};

static struct note g_notes[SLOTS];
static _Atomic uint64_t g_drawn STATE_AT_HAND;

/* The first `words` of a note's text, when they are whole. */
static bool read_note(struct note *note, size_t words, struct note_text *ret_text,
                      uint64_t *ret_number)
{
    uint64_t copy[WORDS(sizeof *ret_text)];
    uint64_t word = atomic_load(&note->word);

    if (STATE(word) != SET) {
        return false;
    }
    for (size_t i = 0; i < words; i++) {
        copy[i] = atomic_load_explicit(&note->text[i], memory_order_relaxed);
    }
    atomic_thread_fence(memory_order_acquire);
    if (atomic_load(&note->word) != word) {
        return false;
    }
    memcpy(ret_text, copy, words * sizeof copy[0]);
    *ret_number = NUMBER(word);
    return true;
}

static bool has_key(struct note *note, const struct note_text *text, uint64_t *ret_number)
{
    struct note_text found;
    uint64_t number;

    if (!read_note(note, WORDS(RECORD_NOTE_KEY_MAX), &found, &number) ||
        memcmp(found.key, text->key, sizeof found.key) != 0) {
        return false;
    }
    *ret_number = number;
    return true;
}

/* Free the slot if it still holds the note of that number. */
static void forget(struct note *note, uint64_t number)
{
    uint64_t set = SET_AS(number);

    atomic_compare_exchange_strong(&note->word, &set, FREE);
}

static bool read_key(const char *key, struct note_text *text)
{
    char copy[RECORD_NOTE_KEY_MAX] = "";
    size_t length = 0;

    for (; key != NULL && key[length] != '\0'; length++) {
        char c = key[length];

        if (length == sizeof copy || !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                                       c == '_' || c == '.' || c == '-')) {
            return false;
        }
        copy[length] = c;
    }
    memcpy(text->key, copy, sizeof copy);
    return length > 0;
}

static struct note *claim(uint32_t pid)
{
    for (size_t i = 0; i < SLOTS; i++) {
        uint64_t word = atomic_load(&g_notes[i].word);
        bool abandoned = STATE(word) == WRITING && word != WRITING_BY(pid);

        if ((word == FREE || abandoned) &&
            atomic_compare_exchange_strong(&g_notes[i].word, &word, WRITING_BY(pid))) {
            return &g_notes[i];
        }
    }
    return NULL;
}

/* Take away what is older than `number`. Returns whether something newer is there. */
static bool forget_older(const struct note_text *text, uint64_t number)
{
    bool newer = false;

    for (size_t i = 0; i < SLOTS; i++) {
        uint64_t found;

        if (!has_key(&g_notes[i], text, &found)) {
            continue;
        }
        if (found < number) {
            forget(&g_notes[i], found);
        } else if (found > number) {
            newer = true;
        }
    }
    return newer;
}

/* Is there room for a note of this key? */
static bool has_room(const struct note_text *text)
{
    uint32_t others = 0;

    for (size_t i = 0; i < SLOTS; i++) {
        uint64_t number;

        if (has_key(&g_notes[i], text, &number)) {
            return true;
        }
        others += STATE(atomic_load(&g_notes[i].word)) == SET;
    }
    return others < RECORD_NOTES_MAX;
}

int notes_set(uint32_t pid, const char *key, const char *value)
{
    struct note_text text = {{0}, {0}};
    uint64_t words[WORDS(sizeof text)];

    if (!read_key(key, &text)) {
        return -EINVAL;
    }
    if (value == NULL) {
        forget_older(&text, atomic_fetch_add(&g_drawn, 1) + 1);
        return 0;
    }
    if (!has_room(&text)) {
        return -ENOSPC;
    }
    struct note *note = claim(pid);
    if (note == NULL) {
        return -EAGAIN;
    }
    memcpy(text.value, value, cut_between_words(value, sizeof text.value));
    memcpy(words, &text, sizeof text);
    atomic_thread_fence(memory_order_release); /* after the claim, for who still reads */
    for (size_t i = 0; i < WORDS(sizeof text); i++) {
        atomic_store_explicit(&note->text[i], words[i], memory_order_relaxed);
    }
    uint64_t number = atomic_fetch_add(&g_drawn, 1) + 1;
    atomic_store(&note->word, SET_AS(number));
    if (forget_older(&text, number)) {
        forget(note, number);
    }
    return 0;
}

/* What the record takes, while other threads may go on. */
static struct taken {
    struct note_text text;
    uint64_t number;
} g_taken[RECORD_NOTES_MAX];
static size_t g_taken_count;

static void take(struct note *note)
{
    struct taken found;
    size_t i = 0;

    if (!read_note(note, WORDS(sizeof found.text), &found.text, &found.number)) {
        return;
    }
    while (i < g_taken_count &&
           memcmp(g_taken[i].text.key, found.text.key, sizeof found.text.key) != 0) {
        i++;
    }
    if (i == RECORD_NOTES_MAX || (i < g_taken_count && found.number <= g_taken[i].number)) {
        return;
    }
    g_taken[i] = found;
    g_taken_count += i == g_taken_count;
}

/* The one with the least number above `number`, or NULL. */
static const struct taken *next_taken(uint64_t number)
{
    const struct taken *next = NULL;

    for (size_t i = 0; i < g_taken_count; i++) {
        if (g_taken[i].number > number && (next == NULL || g_taken[i].number < next->number)) {
            next = &g_taken[i];
        }
    }
    return next;
}

void notes_write(struct record_text *text)
{
    const struct taken *note;

    if (atomic_load(&g_drawn) == 0) {
        return; /* most programs have none; leave the pages alone */
    }
    g_taken_count = 0;
    /* Once more for those that were replaced, in a slot already passed, before theirs came. */
    for (size_t i = 0; i < 2 * (size_t)SLOTS; i++) {
        take(&g_notes[i % SLOTS]);
    }
    for (uint64_t number = 0; (note = next_taken(number)) != NULL; number = note->number) {
        const char *key = (const char *)note->text.key;
        const char *value = (const char *)note->text.value;

        line_begin(text, RECORD_NOTE);
        put_verbatim(text, "key=");
        put_foreign(text, key, strnlen(key, RECORD_NOTE_KEY_MAX));
        put_verbatim(text, " value=");
        put_foreign(text, value, strnlen(value, RECORD_NOTE_VALUE_MAX));
        line_end(text);
    }
}
