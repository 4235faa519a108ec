/* The settings by their names. Used by config.c alone. */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include <stdbool.h>

struct config;
struct destination;
struct setting;

/* NULL when no setting has that name. */
const struct setting *setting_find(const char *name);

/* Is it of the configuration as a whole, rather than of each destination? */
bool setting_is_whole(const struct setting *setting);
bool setting_is_secret(const struct setting *setting);

/* What a value may be, where that helps; else NULL. */
const char *setting_form(const struct setting *setting);

/* Set it in its owner, a configuration or a destination: NULL or what is wrong with the value.
 */
const char *setting_set(const struct setting *setting, void *owner, const char *value);

/* Give what is not set its default: 0 or -ENOMEM. */
int settings_default(bool whole, void *owner) __attribute__((warn_unused_result));

/* The name of a setting that is set and that the destination's format does not know, or NULL.
 */
const char *settings_find_stranger(const struct destination *destination);

/* Free the settings of the whole. */
void settings_done(struct config *config);

#endif
