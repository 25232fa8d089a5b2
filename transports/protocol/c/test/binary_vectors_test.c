/* Every vector of binary.json, both ways. */
#include <string.h>

#include "check.h"
#include "vector_message.h"

enum { HEX_BYTES_MAX = 256 };

static void valid_vector(const json_value *vector)
{
    const char *const name = json_string(vector, "name");
    const hv_message expected = vector_message(json_member(vector, "message"));
    uint8_t bytes[HEX_BYTES_MAX];
    const size_t length = json_bytes(json_string(vector, "hex"), bytes, sizeof bytes);

    uint8_t encoded[HV_MESSAGE_MAX_BYTES];
    size_t encoded_length = 0;
    CHECK(hv_encode(&expected, encoded, &encoded_length) == HV_REASON_ACCEPTED, name);
    CHECK(hv_message_bytes((unsigned)expected.type) == length, name);
    if (!json_flag(vector, "decodeOnly")) {
        CHECK(encoded_length == length && memcmp(encoded, bytes, length) == 0, name);
    }

    hv_message decoded;
    CHECK(hv_decode(bytes, length, &decoded) == HV_REASON_ACCEPTED, name);
    /* Encoding carries every field, so two structures are equal exactly when their bytes are. */
    uint8_t again[HV_MESSAGE_MAX_BYTES];
    size_t again_length = 0;
    CHECK(decoded.type == expected.type, name);
    CHECK(hv_encode(&decoded, again, &again_length) == HV_REASON_ACCEPTED, name);
    CHECK(again_length == encoded_length && memcmp(again, encoded, encoded_length) == 0, name);
}

static void invalid_vector(const json_value *vector)
{
    const char *const name = json_string(vector, "name");
    uint8_t bytes[HEX_BYTES_MAX];
    const size_t length = json_bytes(json_string(vector, "hex"), bytes, sizeof bytes);
    hv_message message;
    memset(&message, 0x5A, sizeof message);
    hv_message untouched;
    memcpy(&untouched, &message, sizeof message);
    const hv_reason expected = vector_reason(json_string(vector, "reason"));
    CHECK(hv_decode(length == 0U ? NULL : bytes, length, &message) == expected, name);
    CHECK(memcmp(&message, &untouched, sizeof message) == 0, name);
}

static void reasons_have_the_standard_names(const json_value *reasons)
{
    unsigned number = 0;
    for (const json_value *reason = reasons->first; reason != NULL; reason = reason->next) {
        CHECK(strcmp(hv_reason_name(number++), reason->string) == 0, reason->string);
    }
    CHECK(number == HV_REASON_COUNT, "as many reasons as the standard has");
    CHECK(strcmp(hv_reason_name(HV_REASON_COUNT), "unknown") == 0, "a number outside the list");
    CHECK(strcmp(hv_stop_cause_name(HV_STOP_LEASE_ENDED), "lease_ended") == 0, "last cause");
    CHECK(strcmp(hv_stop_cause_name(HV_STOP_LEASE_ENDED + 1), "unknown") == 0, "a cause outside the list");
}

static void what_a_receiver_would_refuse_is_not_encoded(void)
{
    uint8_t bytes[HV_MESSAGE_MAX_BYTES] = {0};
    size_t length = 77;
    hv_message message = {.type = HV_TYPE_DRIVE, .drive = {.ttl_ms = 100, .left_permille = 1001}};
    CHECK(hv_encode(&message, bytes, &length) == HV_REASON_OUT_OF_RANGE, "left 1001");
    message.drive.left_permille = 1000;
    message.drive.ttl_ms = 0;
    CHECK(hv_encode(&message, bytes, &length) == HV_REASON_OUT_OF_RANGE, "time to live 0");
    message.type = (hv_type)9;
    CHECK(hv_encode(&message, bytes, &length) == HV_REASON_UNKNOWN_TYPE, "type 9");
    CHECK(length == 77 && bytes[0] == 0, "outputs unchanged");
}

int main(int argc, char **argv)
{
    const json_value *const root = json_read(argc > 1 ? argv[1] : ".", "binary.json");
    reasons_have_the_standard_names(json_member(root, "reasons"));
    for (const json_value *vector = json_member(root, "valid")->first; vector != NULL; vector = vector->next) {
        valid_vector(vector);
    }
    for (const json_value *vector = json_member(root, "invalid")->first; vector != NULL; vector = vector->next) {
        invalid_vector(vector);
    }
    what_a_receiver_would_refuse_is_not_encoded();
    return check_finish("binary vectors");
}
