#include <stdio.h>

#include "chacha20/chacha20.h"
#include "cpu/cpu.h"
#include "ec/ec.h"
#include "lanes/lanes.h"
#include "sha256/sha256.h"

nj_status nj_describe(char *text, size_t text_len) {
    char cpu[96], lanes[32] = "none";
    const nji_lanes_engine *engine = nji_lanes_engine_current();
    if (text == NULL || text_len == 0) return NJ_ERR_ARGUMENT;
    if (engine != NULL) snprintf(lanes, sizeof lanes, "%s x%d", engine->name, NJI_LANES);
    nji_cpu_names(cpu, sizeof cpu, nji_cpu_features());
    snprintf(text, text_len, "cpu %s; sha256 %s, chacha20 %s, curve %s, lanes %s; libsecp256k1 %s (%s)",
             cpu[0] != '\0' ? cpu : "baseline", nji_sha256_variant_name(), nji_chacha20_variant_name(), nji_curve_variant_name(), lanes,
             NJ_SECP256K1_VERSION, NJ_SECP256K1_KIND);
    return NJ_OK;
}
