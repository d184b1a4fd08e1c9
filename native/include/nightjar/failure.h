/* failure.h - failure onions, attribution data and hold times. Conventions: nightjar.h.
 *
 * A failure packet is hmac (32) | failure_len (2) | failure message | pad_len (2) | pad, under one layer of stream cipher for each node
 * from the erring one back to the first hop. Attribution data is 20 hold times (4 bytes each, units of 100 ms) and 210 truncated
 * HMACs (4 bytes each), under layers of its own.
 */
#ifndef NIGHTJAR_FAILURE_H
#define NIGHTJAR_FAILURE_H

#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a packet has besides message and padding. */
#define NJ_FAILURE_OVERHEAD_LEN (32 + 2 + 2)
/* BOLT 4: message and padding together have at least 256 bytes. */
#define NJ_FAILURE_MIN_LEN (NJ_FAILURE_OVERHEAD_LEN + 256)
#define NJ_FAILURE_MAX_LEN 65535
/* Layers that the origin takes off whatever it finds, so that time does not tell which node failed. */
#define NJ_FAILURE_ROUNDS_COUNT 27
#define NJ_FAILURE_HOPS_MAX_COUNT 1024

/* Hops that attribution data can cover. */
#define NJ_ATTRIBUTION_HOPS_COUNT 20
#define NJ_ATTRIBUTION_HMACS_COUNT (NJ_ATTRIBUTION_HOPS_COUNT * (NJ_ATTRIBUTION_HOPS_COUNT + 1) / 2)
#define NJ_ATTRIBUTION_LEN (4 * NJ_ATTRIBUTION_HOPS_COUNT + 4 * NJ_ATTRIBUTION_HMACS_COUNT)

/* Make the plain failure packet at the erring node: padded with zeros and authenticated, not yet under a layer.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a packet_len below NJ_FAILURE_MIN_LEN, below NJ_FAILURE_OVERHEAD_LEN + failure_len or
 *          over NJ_FAILURE_MAX_LEN; NJ_ERR_OVERLAP.
 * Out: packet [packet_len]: NJ_FAILURE_MIN_LEN unless the message is longer.
 * In: shared_secret [32]; failure [failure_len]: failure code, data, TLV stream.
 * CT: shared_secret is secret; variable time in the lengths.  Spec: BOLT 4 "Returning Errors".  Alloc: none. */
NJ_API nj_status nj_failure_create(uint8_t *packet, size_t packet_len, const uint8_t *shared_secret, const uint8_t *failure,
                                   size_t failure_len);

/* Add this node's layer to a failure packet: its own, or one from downstream.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a packet_len over NJ_FAILURE_MAX_LEN.
 * In/Out: packet [packet_len].  In: shared_secret [32].
 * CT: shared_secret is secret; variable time in packet_len.  Spec: BOLT 4 "Returning Errors".  Alloc: none. */
NJ_API nj_status nj_failure_wrap(uint8_t *packet, size_t packet_len, const uint8_t *shared_secret);

/* Find at the origin which hop failed, and what it said.
 * Returns: NJ_OK; NJ_PEER_FAILURE if no hop made this packet; NJ_ERR_ARGUMENT, also for a hop_count of 0 or over
 *          NJ_FAILURE_HOPS_MAX_COUNT or a packet_len over NJ_FAILURE_MAX_LEN; NJ_ERR_OVERLAP.
 * Out: failure [packet_len]: the message, then zeros; failure_len: 0 if the hop made a packet that cannot be read; hop: index of
 *      the erring hop.
 * In/Out: scratch [packet_len]: contents do not matter; wiped.
 * In: packet [packet_len], any length; shared_secrets [hop_count][32], first hop first.
 * CT: at least 27 layers are taken off whichever hop failed; variable time in the lengths.
 * Spec: BOLT 4 "Returning Errors", "Rationale".  Alloc: none. */
NJ_API nj_status nj_failure_decrypt(uint8_t *failure, size_t *failure_len, size_t *hop, uint8_t *scratch, const uint8_t *packet,
                                    size_t packet_len, const uint8_t *shared_secrets, size_t hop_count);

/* Add this node's hold time and HMACs, and its layer, to attribution data, and its layer to the failure packet that goes with it.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT; NJ_ERR_OVERLAP.
 * In/Out: attribution [920]: from downstream, or zeros at the node that starts it; packet [packet_len]: a failure packet as
 *         nj_failure_create made it or as it came from downstream, or NULL and 0 for a fulfilled HTLC.
 * In: shared_secret [32]; hold_time: units of 100 ms.
 * CT: shared_secret is secret; variable time in packet_len.  Spec: BOLT 4 "Returning Errors", attribution data.  Alloc: none. */
NJ_API nj_status nj_attribution_wrap(uint8_t *attribution, uint8_t *packet, size_t packet_len, const uint8_t *shared_secret,
                                     uint32_t hold_time);

/* Read hold times at the origin, as far as the HMACs hold.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a hop_count of 0 or over 20; NJ_ERR_OVERLAP.
 * Out: hold_times [hop_count], units of 100 ms, zero from verified_count on; verified_count: leading hops whose HMAC matches. If it is
 *      below hop_count, the hop with this index or the one before it is to blame (unless it lies behind the erring hop).
 * In/Out: scratch [packet_len]: contents do not matter; wiped.
 * In: attribution [920]; packet [packet_len]: the failure packet that came with it, or NULL and 0 for a fulfilled HTLC;
 *     shared_secrets [hop_count][32]: the hops that attribute, first hop first.
 * CT: variable time in the lengths and in verified_count.  Spec: BOLT 4 "Returning Errors", attribution data.  Alloc: none. */
NJ_API nj_status nj_attribution_decrypt(uint32_t *hold_times, size_t *verified_count, uint8_t *scratch, const uint8_t *attribution,
                                        const uint8_t *packet, size_t packet_len, const uint8_t *shared_secrets, size_t hop_count);

#ifdef __cplusplus
}
#endif

#endif
