/* base.h - what every part of the core needs: integers as bytes, constant-time comparison, overlap tests. */
#ifndef NJI_BASE_H
#define NJI_BASE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "nightjar/nightjar.h"

/* Says that what a secret led to may be seen from here on: in the constant-time tests, where secrets are undefined memory. */
#ifdef NJ_CONSTANT_TIME_TEST
#include <valgrind/memcheck.h>
#define nji_declassify(p, len) ((void)VALGRIND_MAKE_MEM_DEFINED(p, len))
#else
#define nji_declassify(p, len) ((void)0)
#endif

#define NJI_MIN(a, b) ((a) < (b) ? (a) : (b))

static inline uint32_t nji_load32_be(const uint8_t *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void nji_store32_be(uint8_t *p, uint32_t v) {
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

static inline void nji_store64_be(uint8_t *p, uint64_t v) {
    nji_store32_be(p, (uint32_t)(v >> 32));
    nji_store32_be(p + 4, (uint32_t)v);
}

static inline uint32_t nji_load32_le(const uint8_t *p) {
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline void nji_store32_le(uint8_t *p, uint32_t v) {
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
    p[2] = (uint8_t)(v >> 16);
    p[3] = (uint8_t)(v >> 24);
}

static inline uint64_t nji_load64_le(const uint8_t *p) {
    return (uint64_t)nji_load32_le(p + 4) << 32 | nji_load32_le(p);
}

static inline void nji_store64_le(uint8_t *p, uint64_t v) {
    nji_store32_le(p, (uint32_t)v);
    nji_store32_le(p + 4, (uint32_t)(v >> 32));
}

/* 1 if the bytes are equal, else 0; constant time in the contents. */
int nji_equal(const uint8_t *a, const uint8_t *b, size_t len);

/* 1 if any byte of [a, a+a_len) is one of [b, b+b_len), else 0. Empty ranges and NULL overlap nothing. */
int nji_overlap(const void *a, size_t a_len, const void *b, size_t b_len);

typedef struct nji_range {
    const void *start;
    size_t len;
} nji_range;

/* 1 if an output range overlaps an input range or another output, else 0. */
int nji_outputs_overlap(const nji_range *outs, size_t out_count, const nji_range *ins, size_t in_count);

/* Zero len bytes, unless the pointer is NULL. */
static inline void nji_zero(void *p, size_t len) {
    if (p != NULL && len != 0) memset(p, 0, len);
}

#endif
