#pragma once
#include <stdint.h>
/* The test that links motor_cutoff.c keeps what was written. */
void stub_register_write(uint32_t address, uint32_t value);
#define REG_WRITE(address, value) stub_register_write((uint32_t)(address), (uint32_t)(value))
