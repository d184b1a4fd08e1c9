#include "cpu/cpu.h"
#include "sha256_x16_internal.h"

static const nji_sha256_x16_variant VARIANTS[] = {
#ifdef NJ_HAVE_SHA256_X16_AVX512
    {"avx512", NJI_CPU_AVX512, 8, nji_sha256_x16_compress_avx512},
#endif
    {"portable", 0, 1, nji_sha256_x16_compress_portable},
};

size_t nji_sha256_x16_variant_count(void) { return sizeof VARIANTS / sizeof VARIANTS[0]; }

const nji_sha256_x16_variant *nji_sha256_x16_variant_at(size_t index) { return &VARIANTS[index]; }

void nji_sha256_x16_compress(uint32_t (*state)[16], const uint8_t *const *blocks, size_t count, size_t lanes) {
    const nji_sha256_x16_variant *variant = VARIANTS;
    const uint32_t features = nji_cpu_features();
    while ((variant->required & features) != variant->required || lanes < variant->lanes_min) variant++;
    variant->compress(state, blocks, count, lanes);
}
