#include "onion/onion_internal.h"
#include "sha256/sha256_x16.h"

/* Spec: BOLT 4 "Key Generation", "Route Blinding", and "Returning Errors" for ammagext. */
static const char *label_text(nj_kdf_label label) {
    switch (label) {
        case NJ_KDF_RHO: return "rho";
        case NJ_KDF_MU: return "mu";
        case NJ_KDF_UM: return "um";
        case NJ_KDF_AMMAG: return "ammag";
        case NJ_KDF_AMMAGEXT: return "ammagext";
        case NJ_KDF_PAD: return "pad";
        case NJ_KDF_BLINDED_NODE_ID: return "blinded_node_id";
    }
    return NULL;
}

nj_status nj_kdf(uint8_t *key, nj_kdf_label label, const uint8_t *secret) {
    const char *text = label_text(label);
    if (key == NULL) return NJ_ERR_ARGUMENT;
    if (text == NULL || secret == NULL) {
        nji_zero(key, 32);
        return NJ_ERR_ARGUMENT;
    }
    return nj_hmac_sha256(key, (const uint8_t *)text, strlen(text), secret, 32);
}

void nji_kdf_many(uint8_t (*keys)[32], nj_kdf_label label, uint8_t (*secrets)[NJ_SHARED_SECRET_LEN], size_t count) {
    const char *text = label_text(label);
    for (size_t first = 0; first < count; first += NJI_SHA256_X16_LANES) {
        const size_t lanes = NJI_MIN(count - first, (size_t)NJI_SHA256_X16_LANES);
        const uint8_t *in[NJI_SHA256_X16_LANES];
        uint8_t *out[NJI_SHA256_X16_LANES];
        nji_hmac_x16 hmac;
        for (size_t l = 0; l < lanes; l++) {
            in[l] = secrets[first + l];
            out[l] = keys[first + l];
        }
        nji_hmac_x16_init_same(&hmac, (const uint8_t *)text, strlen(text), lanes);
        nji_hmac_x16_update(&hmac, in, NJ_SHARED_SECRET_LEN);
        nji_hmac_x16_final(&hmac, out);
    }
}
