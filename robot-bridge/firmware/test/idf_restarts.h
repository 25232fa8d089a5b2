/* Stand-ins for ESP-IDF's ways into a restart, in a file of their own: the linker wraps calls between files only. */
#ifndef HAVATAR_TEST_IDF_RESTARTS_H
#define HAVATAR_TEST_IDF_RESTARTS_H

#include "esp_private/panic_internal.h"

/* As ESP-IDF's own callers do; the watchdog's returns without a call when the program has no handler. */
void idf_task_watchdog_interrupt(void);
void idf_panic(panic_info_t *info);
void idf_restart(void) __attribute__((noreturn));

#endif
