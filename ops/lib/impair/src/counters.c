#include "counters.h"

#include <inttypes.h>

enum { NS_IN_US = 1000 };

void counters_print(const counters *of, uint64_t queued, FILE *to)
{
    const struct {
        const char *name;
        uint64_t value;
    } all[] = {
        {"packets", of->packets},
        {"bytes", of->bytes},
        {"delivered", of->delivered},
        {"delivered_bytes", of->delivered_bytes},
        {"lost", of->lost},
        {"cut", of->cut},
        {"blacked_out", of->blacked_out},
        {"dropped_by_queue", of->dropped_by_queue},
        {"duplicated", of->duplicated},
        {"reordered", of->reordered},
        {"unmapped", of->unmapped},
        {"undeliverable", of->undeliverable},
        {"missed", of->missed},
        {"queued", queued},
        {"largest_delay_us", of->largest_delay_ns / NS_IN_US},
        {"largest_lateness_us", of->latest_ns / NS_IN_US},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        fprintf(to, "%s\"%s\":%" PRIu64, i == 0U ? "{" : ",", all[i].name, all[i].value);
    }
    fputc('}', to);
}
