/* musig.h - MuSig2: one BIP340 signature by several signers, also as a pre-signature for an adaptor point. Conventions: nightjar.h.
 *
 * EXPERIMENTAL: every name begins with nj_x_. The scheme is BIP327's, but for the adaptor point, of which it says nothing: that is
 * added to the first half of the aggregate nonce before anything is hashed, as libsecp256k1-zkp does.
 *
 * Signers agree on nj_x_musig_keys; each makes a nonce, sends the public half, and adds up all of them; nj_x_musig_session binds keys,
 * nonces and message; each makes a partial signature, and anyone combines them.
 */
#ifndef NIGHTJAR_MUSIG_H
#define NIGHTJAR_MUSIG_H

#include "adaptor.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_X_MUSIG_SECRET_NONCE_LEN 97
#define NJ_X_MUSIG_PUBLIC_NONCE_LEN 66

/* The aggregate of some public keys. Contents are private, and hold no secret. */
typedef struct nj_x_musig_keys {
    uint64_t opaque[20];
} nj_x_musig_keys;

/* What all signers of one message agree on. Contents are private, and hold no secret. */
typedef struct nj_x_musig_session {
    uint64_t opaque[20];
} nj_x_musig_session;

/* Aggregate public keys, in the order that all signers use (BIP327 "KeySort" gives one: bytewise).
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a count of 0 or over NJ_BATCH_MAX_COUNT; NJ_ERR_HANDLE; NJ_ERR_PUBLIC_KEY if a key is no
 *          point, or they cancel out.
 * Out: keys.
 * In: ctx; count; public_keys [count][33].
 * CT: variable time; all inputs are public.  Spec: BIP327 "KeyAgg".  Alloc: none. */
NJ_API nj_status nj_x_musig_aggregate(const nj_ctx *ctx, nj_x_musig_keys *keys, const uint8_t *public_keys, size_t count);

/* Tweak the aggregate key.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY if tweak is no scalar (0 is allowed); NJ_ERR_PUBLIC_KEY if the
 *          result is infinity.
 * In/Out: keys, zeroed on failure.
 * In: ctx; tweak [32]; xonly: 1 to tweak the even one of the key and its negative (BIP341), 0 to tweak the key itself (BIP32).
 * CT: variable time; all inputs are public.  Spec: BIP327 "ApplyTweak".  Alloc: none. */
NJ_API nj_status nj_x_musig_tweak(const nj_ctx *ctx, nj_x_musig_keys *keys, const uint8_t *tweak, int xonly);

/* Give the aggregate key, compressed; its x, the last 32 bytes, is the BIP340 key.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE.
 * Out: public_key [33].  In: keys.
 * CT: no secrets.  Spec: BIP327 "GetXonlyPubkey" and "GetPlainPubkey".  Alloc: none. */
NJ_API nj_status nj_x_musig_public_key(uint8_t *public_key, const nj_x_musig_keys *keys);

/* Make a nonce for ONE signature. Keep the secret half in memory only, and never copy it: a second signature with it gives the key away.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_PUBLIC_KEY; NJ_ERR_SECRET_KEY; NJ_INTERNAL.
 * Out: secret_nonce [97]; public_nonce [66].
 * In: ctx; random [32]: fresh, secret; secret_key [32], or NULL; public_key [33], the signer's; aggregate [32], x-only, or NULL;
 *     msg [msg_len], or NULL if it is not known yet (a message of no bytes is any pointer and 0); extra [extra_len].
 * CT: random, secret_key and secret_nonce are secret.  Spec: BIP327 "NonceGen".  Alloc: none. */
NJ_API nj_status nj_x_musig_nonce(const nj_ctx *ctx, uint8_t *secret_nonce, uint8_t *public_nonce, const uint8_t *random,
                                  const uint8_t *secret_key, const uint8_t *public_key, const uint8_t *aggregate, const uint8_t *msg,
                                  size_t msg_len, const uint8_t *extra, size_t extra_len);

/* Add up public nonces.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a count of 0 or over NJ_BATCH_MAX_COUNT; NJ_ERR_PUBLIC_KEY if one is malformed.
 * Out: aggregate_nonce [66]; a half that is infinity is zeros.
 * In: count; public_nonces [count][66].
 * CT: variable time; all inputs are public.  Spec: BIP327 "NonceAgg".  Alloc: none. */
NJ_API nj_status nj_x_musig_nonce_aggregate(uint8_t *aggregate_nonce, const uint8_t *public_nonces, size_t count);

/* Bind keys, nonces and a message, and an adaptor point if there is one.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_PUBLIC_KEY if a half of the nonce or the adaptor is malformed; NJ_INTERNAL.
 * Out: session.
 * In: ctx; keys; aggregate_nonce [66]; adaptor [33], or NULL; msg [msg_len].
 * CT: variable time; all inputs are public.  Spec: BIP327 "Session Context".  Alloc: none. */
NJ_API nj_status nj_x_musig_session_init(const nj_ctx *ctx, nj_x_musig_session *session, const nj_x_musig_keys *keys,
                                         const uint8_t *aggregate_nonce, const uint8_t *adaptor, const uint8_t *msg, size_t msg_len);

/* Make a partial signature. Whether the signer is among the keys is the caller's to know.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also if the nonce was made for another key; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY, also for a nonce
 *          that was used before; NJ_INTERNAL.
 * Out: partial [32].
 * In/Out: secret_nonce [97], wiped whatever the outcome.
 * In: ctx; secret_key [32]; keys; session.
 * CT: secret_key and secret_nonce are secret.  Spec: BIP327 "Sign".  Alloc: none. */
NJ_API nj_status nj_x_musig_sign(const nj_ctx *ctx, uint8_t *partial, uint8_t *secret_nonce, const uint8_t *secret_key,
                                 const nj_x_musig_keys *keys, const nj_x_musig_session *session);

/* Make nonce and partial signature in one call, for a signer without a source of randomness, or one that keeps nothing between messages: it
 * signs last, when it has the nonces of all others. The nonce is a hash of the secret key and of all that is signed, so the same input may
 * be signed again. At most one signer may sign so. Whether it is among the keys is the caller's to know. The result is verified first.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY; NJ_ERR_PUBLIC_KEY if other_nonce is malformed, or a half of it
 *          infinity; NJ_INTERNAL.
 * Out: public_nonce [66]; partial [32].
 * In: ctx; secret_key [32]; other_nonce [66], the aggregate of all other signers'; keys; msg [msg_len]; random [32], or NULL.
 * CT: secret_key and random are secret.  Spec: BIP327 "DeterministicSign".  Alloc: none. */
NJ_API nj_status nj_x_musig_deterministic_sign(const nj_ctx *ctx, uint8_t *public_nonce, uint8_t *partial, const uint8_t *secret_key,
                                               const uint8_t *other_nonce, const nj_x_musig_keys *keys, const uint8_t *msg, size_t msg_len,
                                               const uint8_t *random);

/* Verify a partial signature.
 * Returns: NJ_OK; NJ_PEER_SIGNATURE; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE.
 * In: ctx; partial [32]; public_nonce [66] and public_key [33] of its signer; keys; session.
 * CT: variable time; all inputs are public.  Spec: BIP327 "PartialSigVerify".  Alloc: none. */
NJ_API nj_status nj_x_musig_verify(const nj_ctx *ctx, const uint8_t *partial, const uint8_t *public_nonce, const uint8_t *public_key,
                                   const nj_x_musig_keys *keys, const nj_x_musig_session *session);

/* Add up partial signatures. Without an adaptor the last 64 bytes are the signature; with one they are for nj_x_adaptor_adapt.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a count of 0 or over NJ_BATCH_MAX_COUNT; NJ_ERR_HANDLE; NJ_PEER_SIGNATURE if one is no
 *          scalar, or they cancel out. Whether they are valid is not looked at: verify the result.
 * Out: presignature [65], as in adaptor.h.
 * In: keys; session; count; partials [count][32].
 * CT: variable time; all inputs are public.  Spec: BIP327 "PartialSigAgg".  Alloc: none. */
NJ_API nj_status nj_x_musig_combine(uint8_t *presignature, const nj_x_musig_keys *keys, const nj_x_musig_session *session,
                                    const uint8_t *partials, size_t count);

#ifdef __cplusplus
}
#endif

#endif
