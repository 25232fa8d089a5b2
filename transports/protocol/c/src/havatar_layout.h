/* Private to the codec: where each field lies. Nothing is checked here; havatar_wire.c does that. */
#ifndef HAVATAR_LAYOUT_H
#define HAVATAR_LAYOUT_H

#include "havatar_wire.h"

/* Fills the member that `message->type` (already set and known) names from bytes of exactly that type's size. */
void hv_layout_read(const uint8_t *bytes, hv_message *message);

/* Writes everything after version and type; reserved bytes are left as they are (the caller zeroes them first). */
void hv_layout_write(const hv_message *message, uint8_t *bytes);

#endif
