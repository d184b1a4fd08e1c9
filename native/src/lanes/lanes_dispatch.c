#include "cpu/cpu.h"
#include "lanes/lanes.h"

const nji_lanes_engine *nji_lanes_engine_current(void) {
#ifdef NJ_HAVE_LANES_AVX512IFMA
    if ((nji_lanes_avx512ifma.required & ~nji_cpu_features()) == 0) return &nji_lanes_avx512ifma;
#endif
    return NULL;
}
