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

void nji_kdf_many(uint8_t (*keys)[32], nj_kdf_label label, const uint8_t *secrets, size_t stride, size_t count) {
    const char *text = label_text(label);
    const nji_part key = {(const uint8_t *)text, 0, strlen(text)}, secret = {secrets, stride, NJ_SHARED_SECRET_LEN};
    nji_hmac_many(keys, count, &key, &secret, 1);
}
