/* ecdsa_adaptor.h - ECDSA adaptor signatures. Conventions: nightjar.h.
 *
 * EXPERIMENTAL: every name begins with nj_x_. The encoding is that of dlcspecs "ECDSA-adaptor".
 *
 * A pre-signature is for an adaptor point Y. Who knows its discrete logarithm y makes an ECDSA signature of it; who sees both learns y.
 * It has 162 bytes: R = k Y and R_a = k G, compressed; s_a = (m + r x) / k; and a proof, b and c, that both points have one k.
 * A pre-signature gives away x Y, so never use the signing key for ECDH: in a PTLC it must be a key made for it.
 */
#ifndef NIGHTJAR_ECDSA_ADAPTOR_H
#define NIGHTJAR_ECDSA_ADAPTOR_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_X_ECDSA_ADAPTOR_PRESIGNATURE_LEN 162
#define NJ_X_ECDSA_SIGNATURE_LEN 64

/* Pre-sign a message hash.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY; NJ_ERR_PUBLIC_KEY if adaptor is no point; NJ_INTERNAL.
 * Out: presignature [162], may not overlap an input.
 * In: ctx; secret_key [32]; adaptor [33]; msg [32]; aux [32]: fresh randomness, or NULL for none.
 * CT: secret_key and aux are secret.  Alloc: none. */
NJ_API nj_status nj_x_ecdsa_adaptor_presign(const nj_ctx *ctx, uint8_t *presignature, const uint8_t *secret_key,
                                            const uint8_t *adaptor, const uint8_t *msg, const uint8_t *aux);

/* Verify a pre-signature: whoever learns y can make a valid signature of it. Do so before relying on it in any way.
 * Returns: NJ_OK; NJ_PEER_SIGNATURE; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_PUBLIC_KEY if public_key or adaptor is no point.
 * In: ctx; presignature [162]; public_key [33]; adaptor [33]; msg [32].
 * CT: variable time; all inputs are public.  Alloc: none. */
NJ_API nj_status nj_x_ecdsa_adaptor_verify(const nj_ctx *ctx, const uint8_t *presignature, const uint8_t *public_key,
                                           const uint8_t *adaptor, const uint8_t *msg);

/* Make a signature of a pre-signature, with a low s. It is valid if the pre-signature was verified, and secret is that of its adaptor.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_PEER_SIGNATURE if the pre-signature is malformed; NJ_ERR_SECRET_KEY if secret is no scalar.
 * Out: signature [64]: r, s.
 * In: presignature [162]; secret [32].
 * CT: secret is secret until the signature is published.  Alloc: none. */
NJ_API nj_status nj_x_ecdsa_adaptor_adapt(uint8_t *signature, const uint8_t *presignature, const uint8_t *secret);

/* Learn the adaptor point's discrete logarithm from a signature.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_PEER_SIGNATURE if the signature is not one of this pre-signature for adaptor.
 * Out: secret [32].
 * In: ctx; presignature [162]; signature [64]; adaptor [33].
 * CT: secret is secret, though anyone who has both signatures can compute it.  Alloc: none. */
NJ_API nj_status nj_x_ecdsa_adaptor_extract(const nj_ctx *ctx, uint8_t *secret, const uint8_t *presignature,
                                            const uint8_t *signature, const uint8_t *adaptor);

#ifdef __cplusplus
}
#endif

#endif
