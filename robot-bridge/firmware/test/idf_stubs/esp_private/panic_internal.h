#pragma once
typedef struct {
    int core;
} panic_info_t;
