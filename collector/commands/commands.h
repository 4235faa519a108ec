/*
 * The commands of epitaph(1). Each takes its own arguments (argv[0] is the command's name),
 * prints to stdout, explains failures on stderr in one line, and returns an exit status of
 * sysexits(3).
 */
#ifndef COMMANDS_H
#define COMMANDS_H

int command_collect(int argc, char **argv);
int command_consent(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_glean(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_list(int argc, char **argv);
int command_sanitize(int argc, char **argv);
int command_purge(int argc, char **argv);
int command_setup(int argc, char **argv);
int command_report(int argc, char **argv);
int command_retry(int argc, char **argv);
int command_run(int argc, char **argv);
int command_show(int argc, char **argv);
int command_status(int argc, char **argv);

#endif
