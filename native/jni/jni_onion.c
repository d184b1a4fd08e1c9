/* OnionNative. A single peel answers in an array of its own, the only thing it allocates; a batch works on direct buffers, where
 * nothing is copied. */
#include "jni_common.h"
#include "nightjar/onion.h"

static jint onion_build(JNIEnv *env, jclass type, jbyteArray onion_array, jbyteArray secrets_array, jbyteArray session_array,
                        jbyteArray hops_array, jbyteArray payloads_array, jintArray lens_array, jbyteArray assoc_array) {
    nji_jni_frame frame;
    uint8_t *onion, *shared_secrets;
    const uint8_t *session_key, *hops, *payloads, *assoc;
    const uint32_t *payload_lens;
    size_t onion_len, hop_count, payloads_len, assoc_len;
    (void)type;
    nji_jni_open(&frame, env);
    onion_len = nji_jni_len(&frame, onion_array);
    hop_count = nji_jni_len(&frame, lens_array);
    if (frame.status == NJ_OK && hop_count > NJ_ONION_HOPS_MAX_COUNT) frame.status = NJ_ERR_ARGUMENT;
    onion = nji_jni_out(&frame, onion_array, onion_len);
    shared_secrets = nji_jni_out(&frame, secrets_array, hop_count * NJ_SHARED_SECRET_LEN);
    session_key = nji_jni_in(&frame, session_array, NJ_SECRET_KEY_LEN);
    hops = nji_jni_in(&frame, hops_array, hop_count * NJ_PUBLIC_KEY_LEN);
    payloads = nji_jni_in_all(&frame, payloads_array, &payloads_len);
    payload_lens = nji_jni_in_ints(&frame, lens_array, hop_count);
    assoc = nji_jni_in_all(&frame, assoc_array, &assoc_len);
    if (frame.status == NJ_OK) {
        frame.status = nj_onion_build(nji_jni_ctx(), onion, onion_len, shared_secrets, session_key, hop_count, hops, payloads,
                                      payloads_len, payload_lens, assoc, assoc_len);
    }
    return nji_jni_close(&frame);
}

static void put_u32(uint8_t *p, uint32_t v) {
    for (int shift = 24; shift >= 0; shift -= 8) *p++ = (uint8_t)(v >> shift);
}

/* The first len bytes of a peeled layout whose status and payload length are still to be filled in. */
static jbyteArray answer(JNIEnv *env, uint8_t *layout, nj_status status, size_t payload_len, size_t len) {
    jbyteArray array = (*env)->NewByteArray(env, (jint)len);
    if (array == NULL) return NULL; /* OutOfMemoryError is pending */
    put_u32(layout + NJ_PEELED_STATUS_OFFSET, (uint32_t)status);
    if (len > NJ_PEELED_PAYLOAD_LEN_OFFSET) put_u32(layout + NJ_PEELED_PAYLOAD_LEN_OFFSET, (uint32_t)payload_len);
    (*env)->SetByteArrayRegion(env, array, 0, (jint)len, (const jbyte *)layout);
    return array;
}

static jbyteArray refuse(JNIEnv *env, nj_status status) {
    uint8_t layout[NJ_PEELED_PAYLOAD_LEN_OFFSET];
    return answer(env, layout, status, 0, sizeof layout);
}

static jbyteArray onion_peel(JNIEnv *env, jclass type, jlong key, jbyteArray onion_array, jint onion_offset, jint onion_length,
                             jbyteArray assoc_array, jbyteArray path_key_array) {
    nji_jni_frame frame;
    size_t onion_len = (size_t)onion_length, assoc_len, payload_len = 0;
    const uint8_t *onion, *assoc, *path_key;
    uint8_t *layout;
    nj_status status;
    jbyteArray result;
    (void)type;
    if (onion_length >= 0 && (onion_len < NJ_ONION_MIN_LEN || onion_len > NJ_ONION_MAX_LEN)) {
        return refuse(env, NJ_PEER_ONION_LENGTH);
    }
    nji_jni_open(&frame, env);
    onion = nji_jni_in_range(&frame, onion_array, onion_offset, onion_length);
    assoc = nji_jni_in_all(&frame, assoc_array, &assoc_len);
    path_key = nji_jni_in_or_null(&frame, path_key_array, NJ_PUBLIC_KEY_LEN);
    layout = nji_jni_room(&frame, NJ_PEELED_LEN(onion_len));
    if (frame.status == NJ_OK) {
        frame.status = nj_onion_peel(nji_jni_ctx(), layout + NJ_PEELED_NEXT_OFFSET, layout + NJ_PEELED_PAYLOAD_OFFSET(onion_len),
                                     &payload_len, layout + NJ_PEELED_SHARED_SECRET_OFFSET, layout + NJ_PEELED_PATH_OFFSET,
                                     (const nj_key *)(intptr_t)key, onion, onion_len, assoc, assoc_len, path_key);
    }
    status = frame.status;
    if (status == NJ_OK) {
        result = answer(env, layout, status, payload_len, NJ_PEELED_PAYLOAD_OFFSET(onion_len) + payload_len);
    } else if (status == NJ_PEER_ONION_PAYLOAD) {
        result = answer(env, layout, status, 0, NJ_PEELED_PATH_OFFSET);
    } else {
        result = refuse(env, status);
    }
    nji_jni_close(&frame);
    return result;
}

static jint onion_peel_batch(JNIEnv *env, jclass type, jobject peeled_buffer, jlong key, jint count, jobject onions_buffer,
                             jint onion_length, jobject assocs_buffer, jint assoc_length, jobject path_keys_buffer) {
    nji_jni_batch batch;
    size_t onion_len, assoc_len;
    uint8_t *peeled;
    const uint8_t *onions, *assocs, *path_keys;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_PEEL_BATCH_MAX_COUNT);
    onion_len = nji_jni_batch_len(&batch, onion_length, NJ_ONION_MIN_LEN, NJ_ONION_MAX_LEN);
    assoc_len = nji_jni_batch_len(&batch, assoc_length, 0, NJ_ONION_ASSOC_MAX_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    peeled = nji_jni_column(&batch, peeled_buffer, NJ_PEELED_LEN(onion_len));
    onions = nji_jni_column(&batch, onions_buffer, onion_len);
    assocs = nji_jni_column(&batch, assocs_buffer, assoc_len);
    path_keys = path_keys_buffer == NULL ? NULL : nji_jni_column(&batch, path_keys_buffer, NJ_PUBLIC_KEY_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    return (jint)nj_onion_peel_batch(nji_jni_ctx(), peeled, (const nj_key *)(intptr_t)key, batch.count, onions, onion_len, assocs,
                                     assoc_len, path_keys);
}

static jint onion_build_batch(JNIEnv *env, jclass type, jobject onions_buffer, jint onion_length, jobject secrets_buffer,
                              jobject statuses_buffer, jint count, jobject sessions_buffer, jint hops_per_route,
                              jobject hops_buffer, jobject payloads_buffer, jint payloads_length, jobject lens_buffer,
                              jobject assocs_buffer, jint assoc_length) {
    nji_jni_batch batch, all = {env, NJ_OK, 1};
    size_t onion_len, hop_count, payloads_len, assoc_len;
    uint8_t *onions, *shared_secrets;
    nj_status *statuses;
    const uint8_t *session_keys, *hops, *payloads, *assocs;
    const uint32_t *payload_lens;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_ONION_BUILD_BATCH_MAX_COUNT);
    onion_len = nji_jni_batch_len(&batch, onion_length, NJ_ONION_MIN_LEN, NJ_ONION_MAX_LEN);
    hop_count = nji_jni_batch_len(&batch, hops_per_route, 1, NJ_ONION_HOPS_MAX_COUNT);
    payloads_len = nji_jni_batch_len(&batch, payloads_length, 0, INT32_MAX);
    assoc_len = nji_jni_batch_len(&batch, assoc_length, 0, NJ_ONION_ASSOC_MAX_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    onions = nji_jni_column(&batch, onions_buffer, onion_len);
    shared_secrets = nji_jni_column(&batch, secrets_buffer, hop_count * NJ_SHARED_SECRET_LEN);
    statuses = nji_jni_column_ints(&batch, statuses_buffer, 1);
    session_keys = nji_jni_column(&batch, sessions_buffer, NJ_SECRET_KEY_LEN);
    hops = nji_jni_column(&batch, hops_buffer, hop_count * NJ_PUBLIC_KEY_LEN);
    payload_lens = nji_jni_column_ints(&batch, lens_buffer, hop_count);
    assocs = nji_jni_column(&batch, assocs_buffer, assoc_len);
    payloads = nji_jni_column(&all, payloads_buffer, payloads_len);
    if (batch.status != NJ_OK || all.status != NJ_OK) return NJ_ERR_ARGUMENT;
    return (jint)nj_onion_build_batch(nji_jni_ctx(), onions, onion_len, shared_secrets, statuses, batch.count, session_keys,
                                      hop_count, hops, payloads, payloads_len, payload_lens, assocs, assoc_len);
}

static const JNINativeMethod methods[] = {
    {"build", "([B[B[B[B[B[I[B)I", (void *)onion_build},
    {"peel", "(J[BII[B[B)[B", (void *)onion_peel},
    {"peelBatch", "(Ljava/nio/ByteBuffer;JILjava/nio/ByteBuffer;ILjava/nio/ByteBuffer;ILjava/nio/ByteBuffer;)I",
     (void *)onion_peel_batch},
    {"buildBatch",
     "(Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;ILjava/nio/ByteBuffer;"
     "Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;Ljava/nio/ByteBuffer;I)I",
     (void *)onion_build_batch},
};
const nji_jni_class nji_jni_onion = NJI_JNI_CLASS("OnionNative", methods);
