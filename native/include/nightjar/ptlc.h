/* ptlc.h - reusable PTLC invoices with proof of payment. Conventions: nightjar.h.
 *
 * EXPERIMENTAL: every name begins with nj_x_; nobody outside has reviewed the scheme, and its bytes may change.
 *
 * A recipient publishes nonce points, nu of them for an index, and goes to sleep. A payer who was given an index computes, from
 * public data, a message (the receipt's contents) and a payment point; whoever knows that point's discrete logarithm has a BIP340
 * signature of the message by the recipient's receipt key. The recipient, when it wakes, claims with it, and the payer has a receipt.
 * An index answers ONE message (or q messages with nu >= 2q nonces). More are not proven safe, and nu + 1 give the key away: callers
 * must have made durable which message an index answers before they call nj_x_ptlc_claim.
 */
#ifndef NIGHTJAR_PTLC_H
#define NIGHTJAR_PTLC_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_X_PTLC_EPOCH_ID_LEN 16
#define NJ_X_PTLC_MESSAGE_LEN 237
#define NJ_X_PTLC_MAX_NONCES 128

/* Name an epoch: the time in which a device uses one secret for all its nonces.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: epoch_id [16].  In: epoch_secret [32].
 * CT: epoch_secret is secret.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_epoch_id(uint8_t *epoch_id, const uint8_t *epoch_secret);

/* Make the nonce points of some indices.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for nu outside 2 .. 128, and if first + count exceeds 2^32; NJ_ERR_OVERLAP;
 *          NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY for receipt_secret.
 * Out: nonces [count][nu][33].
 * In: ctx; epoch_secret [32]; receipt_secret [32]; first, the first index; count of indices; nu, nonces for each.
 * CT: both secrets are secret.  Alloc: none; stack 64 KiB. */
NJ_API nj_status nj_x_ptlc_nonces(const nj_ctx *ctx, uint8_t *nonces, const uint8_t *epoch_secret, const uint8_t *receipt_secret,
                                  uint32_t first, size_t count, size_t nu);

/* Compute the point that a payment with a message is locked to, and the signature's first half.
 * The message has the payee, epoch id and index in it (at offsets 65, 185 and 201); its meaning is not looked at.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for nu outside 2 .. 128; NJ_ERR_HANDLE; NJ_ERR_PUBLIC_KEY if a nonce or the payee is no
 *          point, or they cancel out.
 * Out: point [33]; r [32], x of the combined nonce: with the point's discrete logarithm s, r || s is the receipt's signature.
 * In: ctx; message [237]; nonces [nu][33].
 * CT: variable time; all inputs are public.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_point(const nj_ctx *ctx, uint8_t *point, uint8_t *r, const uint8_t *message, const uint8_t *nonces,
                                 size_t nu);

/* Compute the discrete logarithm of the payment point. That this index answers this message, and no other, must be durable before.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also if the message is for another payee or epoch, or nu outside 2 .. 128; NJ_ERR_HANDLE;
 *          NJ_ERR_SECRET_KEY for receipt_secret; NJ_INTERNAL if the result does not match the point (a fault: nothing is given
 *          out).
 * Out: claim [32]; r [32] as from nj_x_ptlc_point. claim may not overlap an input.
 * In: ctx; epoch_secret [32]; receipt_secret [32]; message [237]; nu.
 * CT: both secrets are secret.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_claim(const nj_ctx *ctx, uint8_t *claim, uint8_t *r, const uint8_t *epoch_secret,
                                 const uint8_t *receipt_secret, const uint8_t *message, size_t nu);

/* Hash a message to what the receipt's signature signs.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: hash [32].  In: message [237].
 * CT: no secrets.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_hash(uint8_t *hash, const uint8_t *message);

/* Derive what a hop takes off the point of its incoming PTLC, from the shared secret of its onion.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT.
 * Out: blind [32], a scalar.  In: shared_secret [32].
 * CT: shared_secret is secret.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_blind(uint8_t *blind, const uint8_t *shared_secret);

/* Blind a point: out = point + blind G; or, with nj_x_ptlc_unblind_point, undo that: out = point - blind G.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY if blind is no scalar; NJ_ERR_PUBLIC_KEY if point is none,
 *          or the
 *          result is infinity.
 * Out: out [33], may be point.  In: ctx; point [33]; blind [32].
 * CT: blind is secret; the points are not.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_blind_point(const nj_ctx *ctx, uint8_t *out, const uint8_t *point, const uint8_t *blind);
NJ_API nj_status nj_x_ptlc_unblind_point(const nj_ctx *ctx, uint8_t *out, const uint8_t *point, const uint8_t *blind);

/* The same for the point's discrete logarithm: out = scalar + blind, or out = scalar - blind, modulo the group order.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_SECRET_KEY if a scalar is out of range, or the result is 0.
 * Out: out [32], may be scalar.  In: scalar [32]; blind [32].
 * CT: both are secret.  Alloc: none. */
NJ_API nj_status nj_x_ptlc_blind_scalar(uint8_t *out, const uint8_t *scalar, const uint8_t *blind);
NJ_API nj_status nj_x_ptlc_unblind_scalar(uint8_t *out, const uint8_t *scalar, const uint8_t *blind);

#ifdef __cplusplus
}
#endif

#endif
