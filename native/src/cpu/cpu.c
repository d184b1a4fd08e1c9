#include "cpu.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

/* Private bits of the word, beside the features. */
#define AVX_STATE (1u << 30)
#define DETECTED (1u << 31)

static const struct {
    uint32_t feature;
    const char *name;
} NAMES[] = {
    {NJI_CPU_SHANI, "shani"},           {NJI_CPU_AVX2, "avx2"}, {NJI_CPU_AVX512, "avx512"},
    {NJI_CPU_AVX512IFMA, "avx512ifma"}, {NJI_CPU_NEON, "neon"}, {NJI_CPU_ARMV8CE, "armv8ce"},
};
#define NAME_COUNT (sizeof NAMES / sizeof NAMES[0])

/* The one mutable global of this file: 0 until detected. */
static _Atomic uint32_t word;

#if defined(__x86_64__)

/* The register sets that the operating system saves (Intel SDM volume 1, section 13.3): bit 1 SSE, 2 AVX, 5-7 AVX-512. */
static uint64_t xcr0(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

static uint32_t detect(void) {
    uint32_t a, b, c, d, leaf1_c, features = 0;
    uint64_t saved;
    if (!__get_cpuid(1, &a, &b, &leaf1_c, &d)) return 0;
    saved = leaf1_c & bit_OSXSAVE ? xcr0() : 0;
    if ((saved & 0x06) == 0x06 && leaf1_c & bit_AVX) features |= AVX_STATE;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return features;

    if (b & bit_SHA && leaf1_c & bit_SSSE3 && leaf1_c & bit_SSE4_1) features |= NJI_CPU_SHANI;
    if (features & AVX_STATE && b & bit_AVX2) features |= NJI_CPU_AVX2;
    if ((saved & 0xe6) == 0xe6) {
        const uint32_t base = bit_AVX512F | bit_AVX512VL | bit_AVX512BW | bit_AVX512DQ;
        if ((b & base) == base) features |= NJI_CPU_AVX512;
        if (b & bit_AVX512IFMA) features |= NJI_CPU_AVX512IFMA;
    }
    return features;
}

#elif defined(__aarch64__)

static uint32_t detect(void) {
    uint32_t features = NJI_CPU_NEON; /* part of the base architecture */
#if defined(__linux__)
    if (getauxval(AT_HWCAP) & HWCAP_SHA2) features |= NJI_CPU_ARMV8CE;
#elif defined(__APPLE__)
    features |= NJI_CPU_ARMV8CE; /* every 64-bit Apple CPU has them */
#endif
    return features;
}

#else

static uint32_t detect(void) { return 0; }

#endif

/* The features named in a comma-separated list; unknown names count for nothing. */
static uint32_t parse_names(const char *list) {
    uint32_t features = 0;
    while (*list != '\0') {
        size_t len = strcspn(list, ",");
        for (size_t i = 0; i < NAME_COUNT; i++) {
            if (strlen(NAMES[i].name) == len && memcmp(NAMES[i].name, list, len) == 0) features |= NAMES[i].feature;
        }
        list += len;
        if (*list == ',') list++;
    }
    return features;
}

static uint32_t load_word(void) {
    uint32_t value = atomic_load_explicit(&word, memory_order_relaxed);
    if (value == 0) {
        const char *disabled = getenv("NIGHTJAR_CPU_DISABLE");
        value = (detect() & ~(disabled != NULL ? parse_names(disabled) : 0)) | DETECTED;
        /* A mask may have come in between on another thread: the first word stays. */
        uint32_t expected = 0;
        if (!atomic_compare_exchange_strong(&word, &expected, value)) value = expected;
    }
    return value;
}

uint32_t nji_cpu_features(void) { return load_word() & ~(AVX_STATE | DETECTED); }

int nji_cpu_avx_state(void) { return (load_word() & AVX_STATE) != 0; }

void nji_cpu_mask(uint32_t allowed) {
    (void)load_word();
    atomic_fetch_and(&word, allowed | AVX_STATE | DETECTED);
}

void nji_cpu_names(char *text, size_t text_len, uint32_t features) {
    size_t used = 0;
    if (text_len == 0) return;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (!(features & NAMES[i].feature)) continue;
        if (used != 0 && used + 1 < text_len) text[used++] = ' ';
        for (const char *p = NAMES[i].name; *p != '\0' && used + 1 < text_len; p++) text[used++] = *p;
    }
    text[used] = '\0';
}
