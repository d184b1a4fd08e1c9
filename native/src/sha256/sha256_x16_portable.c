#include "sha256_internal.h"
#include "sha256_x16_internal.h"

/* One message after the other, on the variant for single messages. */
void nji_sha256_x16_compress_portable(uint32_t (*state)[16], const uint8_t *const *blocks, size_t count, size_t lanes) {
    for (size_t l = 0; l < lanes; l++) {
        uint32_t column[8];
        for (int i = 0; i < 8; i++) column[i] = state[i][l];
        nji_sha256_compress(column, blocks[l], count);
        for (int i = 0; i < 8; i++) state[i][l] = column[i];
    }
}
