/* cpu.h - which instruction sets this CPU and operating system let us use. */
#ifndef NJI_CPU_H
#define NJI_CPU_H

#include <stddef.h>
#include <stdint.h>

enum {
    NJI_CPU_SHANI = 1 << 0,      /* x86 SHA extensions, with SSSE3 and SSE4.1 */
    NJI_CPU_AVX2 = 1 << 1,
    NJI_CPU_AVX512 = 1 << 2,     /* F, VL, BW and DQ */
    NJI_CPU_AVX512IFMA = 1 << 3,
    NJI_CPU_NEON = 1 << 4,
    NJI_CPU_ARMV8CE = 1 << 5     /* ARMv8 SHA-2 instructions */
};

/* Features of this machine, less those named in NIGHTJAR_CPU_DISABLE and those taken away with nji_cpu_mask. The first call
 * detects; all threads compute the same word, so the race is benign. */
uint32_t nji_cpu_features(void);

/* 1 if the CPU and operating system have AVX registers, whose upper halves some caller may have left dirty. It is a fact, not
 * a choice: nothing takes it away. */
int nji_cpu_avx_state(void);

/* Tests only: let through no features but these (they can only be removed). A primitive keeps the variant that it chose at its
 * first use, so call this before. */
void nji_cpu_mask(uint32_t allowed);

/* Space-separated lower-case names (shani avx2 avx512 avx512ifma neon armv8ce) of the given features, NUL-terminated, cut to
 * fit. */
void nji_cpu_names(char *text, size_t text_len, uint32_t features);

#endif
