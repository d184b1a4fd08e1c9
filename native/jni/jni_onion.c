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

/* Whether a buffer is direct and holds count * len bytes; gives its first. Both factors are below 2^32. */
static int direct(JNIEnv *env, jobject buffer, size_t count, size_t len, uint8_t **data) {
    if (buffer == NULL || (*env)->GetDirectBufferCapacity(env, buffer) < (jlong)((uint64_t)count * len)) return 0;
    *data = (*env)->GetDirectBufferAddress(env, buffer);
    return *data != NULL;
}

static jint onion_peel_batch(JNIEnv *env, jclass type, jobject peeled_buffer, jlong key, jint count, jobject onions_buffer,
                             jint onion_len, jobject assocs_buffer, jint assoc_len, jobject path_keys_buffer) {
    uint8_t *peeled, *onions, *assocs, *path_keys = NULL;
    (void)type;
    if (count < 0 || count > NJ_PEEL_BATCH_MAX_COUNT || onion_len < NJ_ONION_MIN_LEN || onion_len > NJ_ONION_MAX_LEN ||
        assoc_len < 0) {
        return NJ_ERR_ARGUMENT;
    }
    if (!direct(env, peeled_buffer, (size_t)count, NJ_PEELED_LEN((size_t)onion_len), &peeled) ||
        !direct(env, onions_buffer, (size_t)count, (size_t)onion_len, &onions) ||
        !direct(env, assocs_buffer, (size_t)count, (size_t)assoc_len, &assocs) ||
        (path_keys_buffer != NULL && !direct(env, path_keys_buffer, (size_t)count, NJ_PUBLIC_KEY_LEN, &path_keys))) {
        return NJ_ERR_ARGUMENT;
    }
    return (jint)nj_onion_peel_batch(nji_jni_ctx(), peeled, (const nj_key *)(intptr_t)key, (size_t)count, onions, (size_t)onion_len,
                                     assocs, (size_t)assoc_len, path_keys);
}

static const JNINativeMethod methods[] = {
    {"build", "([B[B[B[B[B[I[B)I", (void *)onion_build},
    {"peel", "(J[BII[B[B)[B", (void *)onion_peel},
    {"peelBatch", "(Ljava/nio/ByteBuffer;JILjava/nio/ByteBuffer;ILjava/nio/ByteBuffer;ILjava/nio/ByteBuffer;)I",
     (void *)onion_peel_batch},
};
const nji_jni_class nji_jni_onion = NJI_JNI_CLASS("OnionNative", methods);
