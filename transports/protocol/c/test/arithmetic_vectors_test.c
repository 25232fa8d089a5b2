/* Every vector of arithmetic.json. */
#include "check.h"
#include "havatar_arithmetic.h"
#include "json.h"

static uint32_t u32(const json_value *vector, const char *key)
{
    return (uint32_t)json_integer(vector, key);
}

static hv_pair pair(const json_value *vector, const char *key)
{
    const json_value *const boot = json_member(vector, key)->first;
    return (hv_pair){(uint32_t)boot->integer, (uint32_t)boot->next->integer};
}

int main(int argc, char **argv)
{
    const json_value *const root = json_read(argc > 1 ? argv[1] : ".", "arithmetic.json");
    for (const json_value *v = json_member(root, "sequenceNewer")->first; v != NULL; v = v->next) {
        CHECK(hv_sequence_newer(u32(v, "a"), u32(v, "b")) == json_boolean(v, "newer"), "sequenceNewer");
    }
    for (const json_value *v = json_member(root, "stampAge")->first; v != NULL; v = v->next) {
        CHECK(hv_stamp_age_ms(u32(v, "now"), u32(v, "echo")) == u32(v, "age"), "stampAge");
        CHECK(hv_stamp_is_future(u32(v, "now"), u32(v, "echo")) == json_boolean(v, "future"), "stampAge, future");
    }
    for (const json_value *v = json_member(root, "stampAfter")->first; v != NULL; v = v->next) {
        CHECK(hv_stamp_after(u32(v, "a"), u32(v, "b")) == json_boolean(v, "after"), "stampAfter");
    }
    for (const json_value *v = json_member(root, "pairCompare")->first; v != NULL; v = v->next) {
        CHECK(hv_pair_compare(pair(v, "a"), pair(v, "b")) == json_integer(v, "sign"), "pairCompare");
    }
    CHECK(root->count == 5U, "no group of vectors that this test does not know");
    CHECK(hv_saturate_ms(65535) == 65535U && hv_saturate_ms(65536) == 65535U && hv_saturate_ms(7) == 7U, "saturation");
    CHECK(hv_pair_is_none((hv_pair){0, 0}) && !hv_pair_is_none((hv_pair){0, 1}), "none");
    return check_finish("arithmetic vectors");
}
