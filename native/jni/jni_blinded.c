/* BlindedNative. */
#include "jni_common.h"
#include "nightjar/blinded.h"

static jint blinded_create(JNIEnv *env, jclass type, jbyteArray path_keys_array, jbyteArray ids_array, jbyteArray encrypted_array,
                           jbyteArray session_array, jbyteArray nodes_array, jbyteArray payloads_array, jintArray lens_array) {
    nji_jni_frame frame;
    uint8_t *path_keys, *blinded_ids, *encrypted;
    const uint8_t *session_key, *nodes, *payloads;
    const uint32_t *payload_lens;
    size_t hop_count, payloads_len;
    (void)type;
    nji_jni_open(&frame, env);
    hop_count = nji_jni_len(&frame, lens_array);
    if (frame.status == NJ_OK && hop_count > NJ_BLINDED_HOPS_MAX_COUNT) frame.status = NJ_ERR_ARGUMENT;
    path_keys = nji_jni_out(&frame, path_keys_array, hop_count * NJ_PUBLIC_KEY_LEN);
    blinded_ids = nji_jni_out(&frame, ids_array, hop_count * NJ_PUBLIC_KEY_LEN);
    session_key = nji_jni_in(&frame, session_array, NJ_SECRET_KEY_LEN);
    nodes = nji_jni_in(&frame, nodes_array, hop_count * NJ_PUBLIC_KEY_LEN);
    payloads = nji_jni_in_all(&frame, payloads_array, &payloads_len);
    encrypted = nji_jni_out(&frame, encrypted_array, payloads_len + hop_count * NJ_AEAD_TAG_LEN);
    payload_lens = nji_jni_in_ints(&frame, lens_array, hop_count);
    if (frame.status == NJ_OK) {
        frame.status = nj_blinded_path_create(nji_jni_ctx(), path_keys, blinded_ids, encrypted, session_key, hop_count, nodes,
                                              payloads, payloads_len, payload_lens);
    }
    return nji_jni_close(&frame);
}

static jint blinded_create_batch(JNIEnv *env, jclass type, jobject path_keys_buffer, jobject ids_buffer, jobject encrypted_buffer,
                                 jobject statuses_buffer, jint count, jobject sessions_buffer, jint hops_per_path,
                                 jobject nodes_buffer, jobject payloads_buffer, jint payloads_length, jobject lens_buffer) {
    nji_jni_batch batch, all = {env, NJ_OK, 1};
    size_t hop_count, payloads_len;
    uint8_t *path_keys, *blinded_ids, *encrypted;
    nj_status *statuses;
    const uint8_t *session_keys, *nodes, *payloads;
    const uint32_t *payload_lens;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_BATCH_MAX_COUNT);
    hop_count = nji_jni_batch_len(&batch, hops_per_path, 1, NJ_BLINDED_HOPS_MAX_COUNT);
    payloads_len = nji_jni_batch_len(&batch, payloads_length, 0, INT32_MAX);
    if (batch.status != NJ_OK) return (jint)batch.status;
    path_keys = nji_jni_column(&batch, path_keys_buffer, hop_count * NJ_PUBLIC_KEY_LEN);
    blinded_ids = nji_jni_column(&batch, ids_buffer, hop_count * NJ_PUBLIC_KEY_LEN);
    statuses = nji_jni_column_ints(&batch, statuses_buffer, 1);
    session_keys = nji_jni_column(&batch, sessions_buffer, NJ_SECRET_KEY_LEN);
    nodes = nji_jni_column(&batch, nodes_buffer, hop_count * NJ_PUBLIC_KEY_LEN);
    payload_lens = nji_jni_column_ints(&batch, lens_buffer, hop_count);
    encrypted = nji_jni_column(&all, encrypted_buffer, payloads_len + batch.count * hop_count * NJ_AEAD_TAG_LEN);
    payloads = nji_jni_column(&all, payloads_buffer, payloads_len);
    if (batch.status != NJ_OK || all.status != NJ_OK) return NJ_ERR_ARGUMENT;
    return (jint)nj_blinded_path_create_batch(nji_jni_ctx(), path_keys, blinded_ids, encrypted, statuses, batch.count, session_keys,
                                              hop_count, nodes, payloads, payloads_len, payload_lens);
}

static jint blinded_unblind(JNIEnv *env, jclass type, jbyteArray data_array, jbyteArray next_array, jlong key,
                            jbyteArray path_key_array, jbyteArray encrypted_array) {
    nji_jni_frame frame;
    uint8_t *data, *next_path_key;
    const uint8_t *path_key, *encrypted;
    size_t encrypted_len;
    (void)type;
    nji_jni_open(&frame, env);
    path_key = nji_jni_in(&frame, path_key_array, NJ_PUBLIC_KEY_LEN);
    encrypted = nji_jni_in_all(&frame, encrypted_array, &encrypted_len);
    data = nji_jni_out(&frame, data_array, encrypted_len < NJ_AEAD_TAG_LEN ? 0 : encrypted_len - NJ_AEAD_TAG_LEN);
    next_path_key = nji_jni_out(&frame, next_array, NJ_PUBLIC_KEY_LEN);
    if (frame.status == NJ_OK) {
        frame.status = nj_blinded_unblind(nji_jni_ctx(), data, next_path_key, (const nj_key *)(intptr_t)key, path_key, encrypted,
                                          encrypted_len);
    }
    return nji_jni_close(&frame);
}

static jint blinded_unblind_batch(JNIEnv *env, jclass type, jobject data_buffer, jobject next_buffer, jobject statuses_buffer,
                                  jlong key, jint count, jobject path_keys_buffer, jobject encrypted_buffer,
                                  jint encrypted_length) {
    nji_jni_batch batch;
    size_t encrypted_len;
    uint8_t *data, *next_path_keys;
    nj_status *statuses;
    const uint8_t *path_keys, *encrypted;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_BATCH_MAX_COUNT);
    encrypted_len = nji_jni_batch_len(&batch, encrypted_length, NJ_AEAD_TAG_LEN, NJ_BLINDED_DATA_MAX_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    data = nji_jni_column(&batch, data_buffer, encrypted_len - NJ_AEAD_TAG_LEN);
    next_path_keys = nji_jni_column(&batch, next_buffer, NJ_PUBLIC_KEY_LEN);
    statuses = nji_jni_column_ints(&batch, statuses_buffer, 1);
    path_keys = nji_jni_column(&batch, path_keys_buffer, NJ_PUBLIC_KEY_LEN);
    encrypted = nji_jni_column(&batch, encrypted_buffer, encrypted_len);
    if (batch.status != NJ_OK) return (jint)batch.status;
    return (jint)nj_blinded_unblind_batch(nji_jni_ctx(), data, next_path_keys, statuses, (const nj_key *)(intptr_t)key, batch.count,
                                          path_keys, encrypted, encrypted_len);
}

static jint blinded_secret_key(JNIEnv *env, jclass type, jbyteArray secret_array, jlong key, jbyteArray path_key_array) {
    nji_jni_frame frame;
    uint8_t *blinded_secret;
    const uint8_t *path_key;
    (void)type;
    nji_jni_open(&frame, env);
    blinded_secret = nji_jni_out(&frame, secret_array, NJ_SECRET_KEY_LEN);
    path_key = nji_jni_in(&frame, path_key_array, NJ_PUBLIC_KEY_LEN);
    if (frame.status == NJ_OK) {
        frame.status = nj_blinded_secret_key(nji_jni_ctx(), blinded_secret, (const nj_key *)(intptr_t)key, path_key);
    }
    return nji_jni_close(&frame);
}

static const JNINativeMethod methods[] = {
    {"pathCreate", "([B[B[B[B[B[B[I)I", (void *)blinded_create},
    {"pathCreateBatch",
     "(Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;I"
     "Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;)I",
     (void *)blinded_create_batch},
    {"unblind", "([B[BJ[B[B)I", (void *)blinded_unblind},
    {"unblindBatch",
     "(Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;JILjava/nio/ByteBuffer;Ljava/nio/ByteBuffer;I)I",
     (void *)blinded_unblind_batch},
    {"secretKey", "([BJ[B)I", (void *)blinded_secret_key},
};
const nji_jni_class nji_jni_blinded = NJI_JNI_CLASS("BlindedNative", methods);
