#include <epitaph.h>

#include "async_safe/notes.h"
#include "async_safe/process.h"
#include "async_safe/state.h"
#include "export.h"

_Static_assert(EPITAPH_NOTES_MAX == RECORD_NOTES_MAX &&
                   EPITAPH_NOTE_KEY_MAX == RECORD_NOTE_KEY_MAX &&
                   EPITAPH_NOTE_VALUE_MAX == RECORD_NOTE_VALUE_MAX,
               "what the header promises");

#undef epitaph_note /* the macro by which programs call it */
EXPORT int epitaph_note(const char *key, const char *value)
{
    /* A vfork child would write its parent's notes. */
    if (g_state.spool == NULL || process_is_vfork_child()) {
        return -ENOSYS;
    }
    return notes_set(process_id(), key, value);
}
