/*
 * Where settings were made, so that what only shows when all is read can name its line. Used by
 * the files of config.h alone.
 */
#ifndef CONFIG_ORIGINS_H
#define CONFIG_ORIGINS_H

#define CONFIG_HEADER "header.NAME" /* the setting that each header is */

struct config_origins; /* NULL is one that knows nothing */

/*
 * Note that `setting` of `destination` ("": of the unnamed one, or of the whole) was made in
 * that line, in place of what was noted before. The setting "" is the head of the section.
 * Returns 0 or -ENOMEM.
 */
int config_origins_note(struct config_origins **origins, const char *destination,
                        const char *setting, const char *file, unsigned line)
    __attribute__((warn_unused_result));

/* "FILE:LINE" of the setting, else of its section; NULL when neither is in a file. */
const char *config_origins_find(const struct config_origins *origins, const char *destination,
                                const char *setting);

void config_origins_free(struct config_origins *origins);

#endif
