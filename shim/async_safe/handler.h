/*
 * The handler: what the kernel calls when a signal is about to kill this process. handler.c
 * tells the order of things; each thing is a file of its own in this folder.
 */
#ifndef HANDLER_H
#define HANDLER_H

#include <signal.h>

void handler_entry(int signal, siginfo_t *info, void *context);

#endif
