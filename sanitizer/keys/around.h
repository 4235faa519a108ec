/*
 * What stands around a key and says whose it is: the settings of a tunnel, a section of a file,
 * a thing and its address, a wireless network. `start` and `last` bound the key's name, `at` is
 * where the word begins that makes it one. Each looks at a bounded number of bytes.
 */
#ifndef AROUND_H
#define AROUND_H

#include "values/value.h"

/* server_port = 7000 above: what a tunnel's two ends know. */
int around_is_tunnel(const struct scan *scan, size_t at);

/* [common] above, and a name and its value in each line between: a file of settings. */
int around_is_section(const struct scan *scan, size_t start, const struct value *value);

/* {id: 'x', key: '9ac91d26a7756399'}, --id x --key 9ac91d26a7756399: eight bytes that belong to
 * a thing. */
int around_is_thing(const struct scan *scan, size_t start, size_t last,
                    const struct value *value);

/* wireless.guest.key='x', ssid=x&key=y: what opens a wireless network is as short as a
 * password. */
int around_is_network(const struct scan *scan, size_t at, size_t last,
                      const struct value *value);

/* bindmethod=simple and credentials=x below: how a replica logs in. */
int around_is_replica(const struct scan *scan, size_t at, size_t last,
                      const struct value *value);

#endif
