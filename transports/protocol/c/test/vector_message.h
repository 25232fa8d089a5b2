/* The "message" objects of vectors/binary.json as structures. */
#ifndef HAVATAR_TEST_VECTOR_MESSAGE_H
#define HAVATAR_TEST_VECTOR_MESSAGE_H

#include "havatar_wire.h"
#include "json.h"

/* Ends the process when a field is missing, unknown to the codec, or a name is not in the standard. */
hv_message vector_message(const json_value *object);

hv_reason vector_reason(const char *name);

#endif
