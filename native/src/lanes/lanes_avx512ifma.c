#define NJI_VEC_AVX512
#include "lanes/engine.h"

#include "cpu/cpu.h"

const nji_lanes_engine nji_lanes_avx512ifma = {
    "avx512ifma", NJI_CPU_AVX512 | NJI_CPU_AVX512IFMA, decompress, make_table, multiply, add_products, compress};
