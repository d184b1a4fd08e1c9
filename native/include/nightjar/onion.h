/* onion.h - build and peel onion packets, for payments and for messages. Conventions: nightjar.h.
 *
 * A packet is version (1) | ephemeral public key (33) | hop payloads (S) | HMAC (32). Payments use S = 1300; onion messages 1300 or
 * 32768; trampoline onions what fits. Every S from one smallest hop up to the largest Lightning message works here.
 */
#ifndef NIGHTJAR_ONION_H
#define NIGHTJAR_ONION_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_ONION_VERSION_LEN 1
#define NJ_ONION_HMAC_LEN 32
#define NJ_ONION_PAYLOADS_OFFSET (NJ_ONION_VERSION_LEN + NJ_PUBLIC_KEY_LEN)
/* What a packet has besides its hop payloads. */
#define NJ_ONION_OVERHEAD_LEN (NJ_ONION_PAYLOADS_OFFSET + NJ_ONION_HMAC_LEN)
/* BOLT 4: payload lengths 0 and 1 are invalid. */
#define NJ_ONION_PAYLOAD_MIN_LEN 2
/* The smallest hop: a one-byte BigSize, the smallest payload, the next HMAC. */
#define NJ_ONION_HOP_MIN_LEN (1 + NJ_ONION_PAYLOAD_MIN_LEN + NJ_ONION_HMAC_LEN)
#define NJ_ONION_MIN_LEN (NJ_ONION_OVERHEAD_LEN + NJ_ONION_HOP_MIN_LEN)
/* BOLT 1: a Lightning message is at most 65535 bytes. */
#define NJ_ONION_MAX_LEN 65535
#define NJ_ONION_PAYMENT_PAYLOADS_LEN 1300
#define NJ_ONION_PAYMENT_LEN (NJ_ONION_OVERHEAD_LEN + NJ_ONION_PAYMENT_PAYLOADS_LEN)
#define NJ_ONION_ASSOC_MAX_LEN 65535
/* Room that the payload of a peeled packet can need. */
#define NJ_ONION_PAYLOAD_ROOM_LEN(onion_len) ((onion_len) - NJ_ONION_OVERHEAD_LEN - NJ_ONION_HMAC_LEN)
/* Hops that can fit a packet at the most. */
#define NJ_ONION_HOPS_MAX_COUNT ((NJ_ONION_MAX_LEN - NJ_ONION_OVERHEAD_LEN) / NJ_ONION_HOP_MIN_LEN)

/* What a node needs of its blinded path: the key (rho) that opens its encrypted_recipient_data, and the next path key. */
#define NJ_PATH_DATA_KEY_OFFSET 0
#define NJ_PATH_NEXT_KEY_OFFSET 32
#define NJ_PATH_LEN (NJ_PATH_NEXT_KEY_OFFSET + NJ_PUBLIC_KEY_LEN)

/* The result of one packet of a batch: status (4) | payload_len (4) | shared secret (32) | path (65) | next onion (onion_len) |
 * payload. */
#define NJ_PEELED_STATUS_OFFSET 0
#define NJ_PEELED_PAYLOAD_LEN_OFFSET 4
#define NJ_PEELED_SHARED_SECRET_OFFSET 8
#define NJ_PEELED_PATH_OFFSET (NJ_PEELED_SHARED_SECRET_OFFSET + NJ_SHARED_SECRET_LEN)
#define NJ_PEELED_NEXT_OFFSET (NJ_PEELED_PATH_OFFSET + NJ_PATH_LEN)
#define NJ_PEELED_PAYLOAD_OFFSET(onion_len) (NJ_PEELED_NEXT_OFFSET + (onion_len))
#define NJ_PEELED_LEN(onion_len) (NJ_PEELED_PAYLOAD_OFFSET(onion_len) + NJ_ONION_PAYLOAD_ROOM_LEN(onion_len))
#define NJ_PEEL_BATCH_MAX_COUNT 65536
#define NJ_ONION_BUILD_BATCH_MAX_COUNT 4096

/* Build an onion packet for a route.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a hop_count of 0 or over NJ_ONION_HOPS_MAX_COUNT, an onion_len outside
 *          NJ_ONION_MIN_LEN..NJ_ONION_MAX_LEN or payload_lens that do not add up to payloads_len; NJ_ERR_HANDLE; NJ_ERR_SECRET_KEY;
 *          NJ_ERR_PUBLIC_KEY; NJ_ERR_PAYLOAD; NJ_ERR_ONION_SIZE; NJ_ERR_OVERLAP if an output overlaps anything.
 * Out: onion [onion_len]; shared_secrets [hop_count][32], to decrypt failures with.
 * In: ctx; session_key [32], fresh for every onion; hop_count; hops [hop_count][33]: node ids, or blinded node ids;
 *     payloads [payloads_len]: the hops' TLV streams one after the other, without length in front;
 *     payload_lens [hop_count]; assoc [assoc_len]: the payment hash for a payment, nothing for an onion message.
 * CT: session_key and payloads are secret; variable time in the counts and lengths, and in hops.
 * Spec: BOLT 4 "Packet Structure", "Key Generation", "Filler Generation", "Onion Construction".
 * Alloc: none; stack 12 KiB. */
NJ_API nj_status nj_onion_build(const nj_ctx *ctx, uint8_t *onion, size_t onion_len, uint8_t *shared_secrets,
                                const uint8_t *session_key, size_t hop_count, const uint8_t *hops, const uint8_t *payloads,
                                size_t payloads_len, const uint32_t *payload_lens, const uint8_t *assoc, size_t assoc_len);

/* Build many onion packets of one length, for routes with one number of hops. One bad route never changes another's packet.
 * Returns: NJ_OK, with each packet's own status; NJ_ERR_ARGUMENT, also for a count over NJ_ONION_BUILD_BATCH_MAX_COUNT, a hop_count or
 *          onion_len that nj_onion_build refuses, or payload_lens that do not add up to payloads_len; NJ_ERR_HANDLE; NJ_ERR_OVERLAP
 *          if an output overlaps anything. Then nothing was built.
 * Out: onions [count][onion_len] and shared_secrets [count][hop_count][32], zero for a bad route; statuses [count]: what
 *      nj_onion_build returns.
 * In: ctx; count; session_keys [count][32]; hop_count; hops [count][hop_count][33]; payloads [payloads_len]: all routes' payloads, one
 *     after the other; payload_lens [count][hop_count]; assocs [count][assoc_len].
 * CT: as nj_onion_build. The many-lane engine does not use the context's blinding.
 * Spec: BOLT 4 "Onion Construction".
 * Alloc: none; stack 120 KiB. */
NJ_API nj_status nj_onion_build_batch(const nj_ctx *ctx, uint8_t *onions, size_t onion_len, uint8_t *shared_secrets,
                                      nj_status *statuses, size_t count, const uint8_t *session_keys, size_t hop_count,
                                      const uint8_t *hops, const uint8_t *payloads, size_t payloads_len,
                                      const uint32_t *payload_lens, const uint8_t *assocs, size_t assoc_len);

/* Peel one layer off an onion packet.
 * Returns: NJ_OK; NJ_PEER_ONION_LENGTH, _VERSION, _KEY, _HMAC, _PAYLOAD; NJ_PEER_PATH_KEY; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE;
 *          NJ_ERR_OVERLAP if an output overlaps an input or another output.
 * Out: next [onion_len]: the packet for the next node; its HMAC is all zero when this node is the last.
 *      payload [NJ_ONION_PAYLOAD_ROOM_LEN(onion_len)]: this node's TLV stream, without length in front; payload_len;
 *      shared_secret [32], to answer failures with. After NJ_PEER_ONION_PAYLOAD the shared secret is kept: it encrypts the failure.
 *      path [NJ_PATH_LEN], or NULL if not wanted: zero without a path key. The data may override the next path key.
 * In: ctx; key: the node key; onion [onion_len]; assoc [assoc_len]; path_key [33] of a blinded route, or NULL.
 * CT: key and shared secrets are secret. Variable time in validity, in the lengths (payload_len among them) and in the blinding of
 *     the ephemeral key and the path key: that can link this packet to the next, and says nothing about key.
 * Spec: BOLT 4 "Onion Decryption", "Route Blinding".
 * Alloc: none; stack 16 KiB. */
NJ_API nj_status nj_onion_peel(const nj_ctx *ctx, uint8_t *next, uint8_t *payload, size_t *payload_len, uint8_t *shared_secret,
                               uint8_t *path, const nj_key *key, const uint8_t *onion, size_t onion_len, const uint8_t *assoc,
                               size_t assoc_len, const uint8_t *path_key);

/* Peel many packets of one length with one node key. One bad packet never changes another's result.
 * Returns: NJ_OK, with each packet's own status in its result; NJ_ERR_ARGUMENT, also for a count over NJ_PEEL_BATCH_MAX_COUNT or an
 *          onion_len outside NJ_ONION_MIN_LEN..NJ_ONION_MAX_LEN; NJ_ERR_HANDLE; NJ_ERR_OVERLAP. Then nothing was peeled.
 * Out: peeled [count][NJ_PEELED_LEN(onion_len)]: what is unused of a result is zero.
 * In: ctx; key; count; onions [count][onion_len]; assocs [count][assoc_len];
 *     path_keys [count][33], 33 zero bytes for a packet that has none, or NULL when none has.
 * CT: as nj_onion_peel; on the many-lane engine (native/src/lanes) the blinding is constant time too, and so is a packet's validity
 *     but for the decryption that a bad packet does not get.
 * Spec: BOLT 4 "Onion Decryption".
 * Alloc: none; stack 112 KiB. */
NJ_API nj_status nj_onion_peel_batch(const nj_ctx *ctx, uint8_t *peeled, const nj_key *key, size_t count, const uint8_t *onions,
                                     size_t onion_len, const uint8_t *assocs, size_t assoc_len, const uint8_t *path_keys);

#ifdef __cplusplus
}
#endif

#endif
