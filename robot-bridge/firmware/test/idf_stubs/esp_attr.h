#pragma once
/* A section whose bounds the linker names, so that a test sees what is in it. */
#define IRAM_ATTR __attribute__((section("stub_iram")))
