#include "base.h"

void nj_wipe(void *data, size_t len) {
    nji_zero(data, len);
    /* The compiler must assume that this reads the memory, so it keeps the stores. */
    __asm__ __volatile__("" : : "r"(data) : "memory");
}

int nji_equal(const uint8_t *a, const uint8_t *b, size_t len) {
    unsigned difference = 0;
    for (size_t i = 0; i < len; i++) difference |= (unsigned)(a[i] ^ b[i]);
    /* difference is 0..255: only 0 borrows into bit 8. */
    return (int)((difference - 1) >> 8 & 1);
}

int nji_overlap(const void *a, size_t a_len, const void *b, size_t b_len) {
    uintptr_t a_start = (uintptr_t)a, b_start = (uintptr_t)b;
    if (a == NULL || b == NULL || a_len == 0 || b_len == 0) return 0;
    return a_start < b_start ? b_start - a_start < a_len : a_start - b_start < b_len;
}

int nji_outputs_overlap(const nji_range *outs, size_t out_count, const nji_range *ins, size_t in_count) {
    for (size_t i = 0; i < out_count; i++) {
        for (size_t j = 0; j < in_count; j++) {
            if (nji_overlap(outs[i].start, outs[i].len, ins[j].start, ins[j].len)) return 1;
        }
        for (size_t j = 0; j < i; j++) {
            if (nji_overlap(outs[i].start, outs[i].len, outs[j].start, outs[j].len)) return 1;
        }
    }
    return 0;
}
