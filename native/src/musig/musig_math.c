/* Sums that may be infinity or zero, which libsecp256k1's public functions refuse. All public. */
#include "musig/musig_internal.h"

static const uint8_t ZEROS[NJ_PUBLIC_KEY_LEN];

static int is_zero(const uint8_t *bytes, size_t len) { return memcmp(bytes, ZEROS, len) == 0; }

int nji_musig_is_point(const uint8_t *point) {
    return is_zero(point, NJ_PUBLIC_KEY_LEN) || nj_public_key_check(point) == NJ_OK;
}

void nji_musig_point_add(uint8_t *sum, const uint8_t *term) {
    uint8_t terms[2][NJ_PUBLIC_KEY_LEN];
    if (is_zero(term, NJ_PUBLIC_KEY_LEN)) return;
    if (is_zero(sum, NJ_PUBLIC_KEY_LEN)) {
        memcpy(sum, term, NJ_PUBLIC_KEY_LEN);
        return;
    }
    memcpy(terms[0], sum, sizeof terms[0]);
    memcpy(terms[1], term, sizeof terms[1]);
    /* Two points have no sum only if it is infinity: then it is zeroed, which says so. */
    nji_point_sum(sum, terms[0], 2);
}

int nji_musig_is_scalar(const uint8_t *scalar) { return is_zero(scalar, 32) || nji_scalar_check(scalar); }

void nji_musig_scalar_add(uint8_t *sum, const uint8_t *term) {
    if (is_zero(sum, 32)) {
        memcpy(sum, term, 32);
    } else {
        /* Zeroed if it is zero, as it should be. */
        nji_scalar_add(sum, term);
    }
}
