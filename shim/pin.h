/*
 * Pin the facts of this run, while the process is well: later its environment may be wiped,
 * overwritten in place, or be the wrong one (cron's).
 */
#ifndef PIN_H
#define PIN_H

/* Fill g_state's facts from the arguments and the environment. Never fails: a fact that is
 * not to be had stays empty. */
void pin_facts(char **arguments, char **environment);

#endif
