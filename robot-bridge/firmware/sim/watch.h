/* One line for a person: what the motors, the battery and the line are doing. */
#ifndef HAVATAR_SIM_WATCH_H
#define HAVATAR_SIM_WATCH_H

#include "simulation.h"

/* Rewrites the line on a terminal, prints a new one elsewhere. */
void watch_print(const simulation *sim);

#endif
