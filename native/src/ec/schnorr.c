#include "nightjar/schnorr.h"

#include <secp256k1_schnorrsig.h>

#include "ec/secp.h"

static nj_status sign(const nj_ctx *ctx, uint8_t *signature, const uint8_t *secret_key, const uint8_t *msg, size_t msg_len,
                      const uint8_t *aux) {
    static const uint8_t no_aux[NJ_SCHNORR_AUX_LEN];
    secp256k1_schnorrsig_extraparams params = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
    secp256k1_keypair keypair;
    int ok;
    if (ctx == NULL || secret_key == NULL || (msg == NULL && msg_len != 0)) return NJ_ERR_ARGUMENT;
    if (!nji_ctx_ready(ctx)) return NJ_ERR_HANDLE;
    /* Both calls are constant time in the key; its validity shows. */
    ok = secp256k1_keypair_create(nji_secp(ctx), &keypair, secret_key);
    nji_declassify(&ok, sizeof ok);
    if (!ok) return NJ_ERR_SECRET_KEY;
    params.ndata = (void *)(uintptr_t)(aux != NULL ? aux : no_aux);
    ok = secp256k1_schnorrsig_sign_custom(nji_secp(ctx), signature, msg, msg_len, &keypair, &params);
    nji_declassify(&ok, sizeof ok);
    nj_wipe(&keypair, sizeof keypair);
    return ok ? NJ_OK : NJ_INTERNAL;
}

nj_status nj_schnorr_sign(const nj_ctx *ctx, uint8_t *signature, const uint8_t *secret_key, const uint8_t *msg, size_t msg_len,
                          const uint8_t *aux) {
    nj_status status;
    if (signature == NULL) return NJ_ERR_ARGUMENT;
    status = sign(ctx, signature, secret_key, msg, msg_len, aux);
    if (status != NJ_OK) nji_zero(signature, NJ_SCHNORR_SIGNATURE_LEN);
    return status;
}

nj_status nj_schnorr_verify(const uint8_t *public_key, const uint8_t *msg, size_t msg_len, const uint8_t *signature) {
    secp256k1_xonly_pubkey key;
    if (public_key == NULL || signature == NULL || (msg == NULL && msg_len != 0)) return NJ_ERR_ARGUMENT;
    if (!secp256k1_xonly_pubkey_parse(secp256k1_context_static, &key, public_key)) return NJ_PEER_SIGNATURE;
    return secp256k1_schnorrsig_verify(secp256k1_context_static, signature, msg, msg_len, &key) ? NJ_OK : NJ_PEER_SIGNATURE;
}
