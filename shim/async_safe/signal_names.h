/* Names of signals and of their si_code values, as signal(7) and sigaction(2) write them. */
#ifndef SIGNAL_NAMES_H
#define SIGNAL_NAMES_H

/* "SIGSEGV"; "SIG?" for one that is not ours. */
const char *signal_name(int signal);

/* "SEGV_MAPERR"; "?" when unknown. */
const char *signal_code_name(int signal, int code);

#endif
