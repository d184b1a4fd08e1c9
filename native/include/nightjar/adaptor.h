/* adaptor.h - Schnorr adaptor signatures. Conventions: nightjar.h.
 *
 * EXPERIMENTAL: every name begins with nj_x_; the encoding is that of an unmerged proposal for libsecp256k1-zkp, and may change.
 *
 * A pre-signature is for an adaptor point T. Who knows T's discrete logarithm t makes a BIP340 signature of it; who sees both
 * learns t. It has 65 bytes: R, the compressed nonce point of the finished signature, whose parity says whether t is added or
 * subtracted, and a scalar s. nj_x_musig_combine makes them too.
 */
#ifndef NIGHTJAR_ADAPTOR_H
#define NIGHTJAR_ADAPTOR_H

#include "schnorr.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_X_ADAPTOR_PRESIGNATURE_LEN 65

/* Pre-sign a message.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY; NJ_ERR_PUBLIC_KEY if adaptor is no point; NJ_INTERNAL.
 * Out: presignature [65], may not overlap an input.
 * In: ctx; secret_key [32]; adaptor [33]; msg [32]; aux [32]: fresh randomness, or NULL for 32 zero bytes.
 * CT: secret_key and aux are secret.  Alloc: none. */
NJ_API nj_status nj_x_adaptor_presign(const nj_ctx *ctx, uint8_t *presignature, const uint8_t *secret_key, const uint8_t *adaptor,
                                      const uint8_t *msg, const uint8_t *aux);

/* Verify a pre-signature: whoever learns t can make a valid signature of it. Do so before relying on it in any way.
 * Returns: NJ_OK; NJ_PEER_SIGNATURE; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_PUBLIC_KEY if adaptor is no point.
 * In: ctx; presignature [65]; public_key [32], x-only; adaptor [33]; msg [32].
 * CT: variable time; all inputs are public.  Alloc: none. */
NJ_API nj_status nj_x_adaptor_verify(const nj_ctx *ctx, const uint8_t *presignature, const uint8_t *public_key,
                                     const uint8_t *adaptor, const uint8_t *msg);

/* Make a signature of a pre-signature. It is valid if the pre-signature was verified, and secret is that of its adaptor point.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_PEER_SIGNATURE if the pre-signature is malformed; NJ_ERR_SECRET_KEY if secret is no scalar,
 *          or cancels out.
 * Out: signature [64].
 * In: presignature [65]; secret [32].
 * CT: secret is secret until the signature is published.  Alloc: none. */
NJ_API nj_status nj_x_adaptor_adapt(uint8_t *signature, const uint8_t *presignature, const uint8_t *secret);

/* Learn the adaptor point's discrete logarithm from a signature.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_PEER_SIGNATURE if the signature is not one of this pre-signature for adaptor.
 * Out: secret [32].
 * In: ctx; presignature [65]; signature [64]; adaptor [33].
 * CT: secret is secret, though anyone who has both signatures can compute it.  Alloc: none. */
NJ_API nj_status nj_x_adaptor_extract(const nj_ctx *ctx, uint8_t *secret, const uint8_t *presignature, const uint8_t *signature,
                                      const uint8_t *adaptor);

#ifdef __cplusplus
}
#endif

#endif
