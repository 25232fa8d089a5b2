/* Private to the codec: numbers in network byte order. Callers see to it that the bytes are there. */
#ifndef HAVATAR_BYTES_H
#define HAVATAR_BYTES_H

#include <stdbool.h>
#include <stdint.h>

#include "havatar_arithmetic.h"

static inline uint16_t get_u16(const uint8_t *at)
{
    return (uint16_t)((unsigned)at[0] << 8 | (unsigned)at[1]);
}

static inline uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

static inline uint64_t get_u64(const uint8_t *at)
{
    return (uint64_t)get_u32(at) << 32 | get_u32(at + 4);
}

/* Without a conversion that the language leaves to the implementation. */
static inline int16_t get_i16(const uint8_t *at)
{
    const int32_t value = (int32_t)get_u16(at);
    return (int16_t)(value < 0x8000 ? value : value - 0x10000);
}

static inline hv_pair get_pair(const uint8_t *at)
{
    const hv_pair pair = {get_u32(at), get_u32(at + 4)};
    return pair;
}

static inline void put_u16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)(value & 0xFFU);
}

static inline void put_u32(uint8_t *at, uint32_t value)
{
    put_u16(at, (uint16_t)(value >> 16));
    put_u16(at + 2, (uint16_t)(value & 0xFFFFU));
}

static inline void put_u64(uint8_t *at, uint64_t value)
{
    put_u32(at, (uint32_t)(value >> 32));
    put_u32(at + 4, (uint32_t)(value & UINT32_MAX));
}

static inline void put_i16(uint8_t *at, int16_t value)
{
    put_u16(at, (uint16_t)value);
}

static inline void put_pair(uint8_t *at, hv_pair pair)
{
    put_u32(at, pair.boot);
    put_u32(at + 4, pair.counter);
}

static inline bool flag(const uint8_t *at, unsigned bit)
{
    return (*at & bit) != 0U;
}

static inline uint8_t flags(bool one, bool two, bool four)
{
    return (uint8_t)((one ? 1U : 0U) | (two ? 2U : 0U) | (four ? 4U : 0U));
}

#endif
