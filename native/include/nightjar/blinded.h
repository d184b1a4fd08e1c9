/* blinded.h - blinded paths. Conventions: nightjar.h. */
#ifndef NIGHTJAR_BLINDED_H
#define NIGHTJAR_BLINDED_H

#include "aead.h"
#include "nightjar.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NJ_BLINDED_HOPS_MAX_COUNT 255 /* num_hops is one byte */
#define NJ_BLINDED_DATA_MAX_LEN 65535 /* with its tag; enclen is two bytes */

/* Create a blinded path.
 * Returns: NJ_OK; NJ_ERR_ARGUMENT, also for a hop_count of 0 or over NJ_BLINDED_HOPS_MAX_COUNT, a payload over
 *          NJ_BLINDED_DATA_MAX_LEN - 16 bytes or payload_lens that do not add up to payloads_len; NJ_ERR_HANDLE;
 *          NJ_ERR_SECRET_KEY; NJ_ERR_PUBLIC_KEY; NJ_ERR_OVERLAP if an output overlaps anything.
 * Out: path_keys [hop_count][33]: what each hop receives; the first goes with the path, the others derive from it;
 *      blinded_ids [hop_count][33]; encrypted [payloads_len + 16 hop_count]: each hop's encrypted_recipient_data, one after the other.
 * In: ctx; session_key [32], fresh for every path; hop_count; nodes [hop_count][33], introduction node first;
 *     payloads [payloads_len]: the hops' encrypted_data_tlv streams one after the other; payload_lens [hop_count].
 * CT: session_key, the shared secrets and the factors that hide the nodes are secret; variable time in the counts and lengths.
 * Spec: BOLT 4 "Route Blinding".  Alloc: none; stack 12 KiB. */
NJ_API nj_status nj_blinded_path_create(const nj_ctx *ctx, uint8_t *path_keys, uint8_t *blinded_ids, uint8_t *encrypted,
                                        const uint8_t *session_key, size_t hop_count, const uint8_t *nodes,
                                        const uint8_t *payloads, size_t payloads_len, const uint32_t *payload_lens);

/* Create many blinded paths of one number of hops. One bad path never changes another.
 * Returns: NJ_OK, with each path's own status; NJ_ERR_ARGUMENT, also for a count over NJ_BATCH_MAX_COUNT, and for a hop_count or payload_lens
 *          that nj_blinded_path_create refuses; NJ_ERR_HANDLE; NJ_ERR_OVERLAP if an output overlaps anything. Then nothing was created.
 * Out: path_keys and blinded_ids [count][hop_count][33], and encrypted [payloads_len + 16 count hop_count], path after path, zero for a
 *      bad one; statuses [count]: what nj_blinded_path_create returns.
 * In: ctx; count; session_keys [count][32]; hop_count; nodes [count][hop_count][33]; payloads [payloads_len]: all paths' payloads, one
 *     after the other; payload_lens [count][hop_count].
 * CT: as nj_blinded_path_create. The many-lane engine does not use the context's blinding.
 * Spec: BOLT 4 "Route Blinding".  Alloc: none; stack 120 KiB. */
NJ_API nj_status nj_blinded_path_create_batch(const nj_ctx *ctx, uint8_t *path_keys, uint8_t *blinded_ids, uint8_t *encrypted,
                                              nj_status *statuses, size_t count, const uint8_t *session_keys, size_t hop_count,
                                              const uint8_t *nodes, const uint8_t *payloads, size_t payloads_len,
                                              const uint32_t *payload_lens);

/* Open this node's encrypted_recipient_data.
 * Returns: NJ_OK; NJ_PEER_PATH_KEY; NJ_PEER_AEAD_TAG, also if encrypted_len is under 16; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE; NJ_ERR_OVERLAP.
 * Out: data [encrypted_len - 16]: the encrypted_data_tlv stream; next_path_key [33]: what the next hop receives, unless the data
 *      override it.
 * In: ctx; key: the node key; path_key [33]; encrypted [encrypted_len].
 * CT: key and shared secret are secret; variable time in the lengths, in validity and in the blinding of the path key, which can
 *     link the two path keys and says nothing about key.
 * Spec: BOLT 4 "Route Blinding".  Alloc: none; stack 12 KiB. */
NJ_API nj_status nj_blinded_unblind(const nj_ctx *ctx, uint8_t *data, uint8_t *next_path_key, const nj_key *key,
                                    const uint8_t *path_key, const uint8_t *encrypted, size_t encrypted_len);

/* Open the encrypted_recipient_data of many hops that this node is, all of one length. One bad hop never changes another's result.
 * Returns: NJ_OK, with each hop's own status; NJ_ERR_ARGUMENT, also for an encrypted_len outside 16..NJ_BLINDED_DATA_MAX_LEN or a count
 *          over NJ_BATCH_MAX_COUNT; NJ_ERR_HANDLE; NJ_ERR_OVERLAP if an output overlaps anything. Then nothing was opened.
 * Out: data [count][encrypted_len - 16] and next_path_keys [count][33], zero for a bad hop; statuses [count]: what nj_blinded_unblind
 *      returns.
 * In: ctx; key: the node key; count; path_keys [count][33]; encrypted [count][encrypted_len].
 * CT: as nj_blinded_unblind; on the many-lane engine the blinding is constant time too.
 * Spec: BOLT 4 "Route Blinding".  Alloc: none; stack 100 KiB. */
NJ_API nj_status nj_blinded_unblind_batch(const nj_ctx *ctx, uint8_t *data, uint8_t *next_path_keys, nj_status *statuses,
                                          const nj_key *key, size_t count, const uint8_t *path_keys, const uint8_t *encrypted,
                                          size_t encrypted_len);

/* Derive the secret key of this node's blinded id.
 * Returns: NJ_OK; NJ_PEER_PATH_KEY; NJ_ERR_ARGUMENT; NJ_ERR_HANDLE.
 * Out: blinded_secret [32].  In: ctx; key: the node key; path_key [33].
 * CT: key is secret.  Spec: BOLT 4 "Route Blinding".  Alloc: none. */
NJ_API nj_status nj_blinded_secret_key(const nj_ctx *ctx, uint8_t *blinded_secret, const nj_key *key, const uint8_t *path_key);

#ifdef __cplusplus
}
#endif

#endif
