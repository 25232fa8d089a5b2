#pragma once
#include <stdint.h>
#define REG_WRITE(address, value) (*(volatile uint32_t *)(uintptr_t)(address) = (uint32_t)(value))
