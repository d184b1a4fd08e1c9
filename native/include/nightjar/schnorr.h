/* schnorr.h - BIP340 signatures. Conventions: nightjar.h. */
#ifndef NIGHTJAR_SCHNORR_H
#define NIGHTJAR_SCHNORR_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_XONLY_KEY_LEN 32
#define NJ_SCHNORR_SIGNATURE_LEN 64
#define NJ_SCHNORR_AUX_LEN 32

/* Sign a message of any length.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY.
 * Out: signature [64].
 * In: ctx; secret_key [32]; msg [msg_len]; aux [32]: fresh randomness, or NULL for 32 zero bytes.
 * CT: secret_key and aux are secret; variable time in msg_len.  Spec: BIP340 "Default Signing".  Alloc: none. */
NJ_API nj_status nj_schnorr_sign(const nj_ctx *ctx, uint8_t *signature, const uint8_t *secret_key, const uint8_t *msg,
                                 size_t msg_len, const uint8_t *aux);

/* Verify a signature.
 * Returns: NJ_OK if it is valid; NJ_PEER_SIGNATURE if not, also if public_key is no point's x; NJ_ERR_ARGUMENT.
 * In: public_key [32], x-only; msg [msg_len]; signature [64].
 * CT: variable time; all inputs are public.  Spec: BIP340 "Verification".  Alloc: none. */
NJ_API nj_status nj_schnorr_verify(const uint8_t *public_key, const uint8_t *msg, size_t msg_len, const uint8_t *signature);

/* Verify many signatures of messages of one length. One bad signature never changes another's result.
 * Returns: NJ_OK, with each signature's own status; NJ_ERR_ARGUMENT, also for a count over NJ_BATCH_MAX_COUNT; NJ_ERR_OVERLAP if statuses
 *          overlaps an input. Then nothing was verified.
 * Out: statuses [count]: what nj_schnorr_verify returns.
 * In: count; public_keys [count][32], x-only; msgs [count][msg_len]; signatures [count][64].
 * CT: variable time; all inputs are public.  Spec: BIP340 "Verification", each signature by itself.
 * Alloc: none; stack 120 KiB. */
NJ_API nj_status nj_schnorr_verify_batch(nj_status *statuses, size_t count, const uint8_t *public_keys, const uint8_t *msgs,
                                         size_t msg_len, const uint8_t *signatures);

#ifdef __cplusplus
}
#endif

#endif
