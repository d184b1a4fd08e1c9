/* AeadNative. */
#include "jni_common.h"
#include "nightjar/aead.h"

/* One array may be both input and output, but only at one offset. */
static int overlaps(JNIEnv *env, jbyteArray out, jint out_offset, jbyteArray in, jint in_offset, jint len) {
    int64_t distance = (int64_t)out_offset - in_offset;
    return distance != 0 && -distance < len && distance < len && (*env)->IsSameObject(env, out, in);
}

/* The copy is worked on in place. */
static jint aead_chacha20(JNIEnv *env, jclass type, jbyteArray out_array, jint out_offset, jbyteArray key_array,
                          jbyteArray nonce_array, jint counter, jbyteArray in_array, jint in_offset, jint len) {
    nji_jni_frame frame;
    uint8_t *data;
    const uint8_t *key, *nonce;
    (void)type;
    nji_jni_open(&frame, env);
    key = nji_jni_in(&frame, key_array, NJ_CHACHA20_KEY_LEN);
    nonce = nji_jni_in(&frame, nonce_array, NJ_CHACHA20_NONCE_LEN);
    data = nji_jni_in_range(&frame, in_array, in_offset, len);
    nji_jni_out_range(&frame, out_array, out_offset, len, data);
    if (frame.status == NJ_OK && overlaps(env, out_array, out_offset, in_array, in_offset, len)) frame.status = NJ_ERR_OVERLAP;
    if (frame.status == NJ_OK) frame.status = nj_chacha20(data, key, nonce, (uint32_t)counter, data, (size_t)len);
    return nji_jni_close(&frame);
}

static jint aead_encrypt(JNIEnv *env, jclass type, jbyteArray out_array, jbyteArray key_array, jbyteArray nonce_array,
                         jbyteArray aad_array, jbyteArray in_array) {
    nji_jni_frame frame;
    uint8_t *out;
    const uint8_t *key, *nonce, *aad, *in;
    size_t aad_len, in_len;
    (void)type;
    nji_jni_open(&frame, env);
    key = nji_jni_in(&frame, key_array, NJ_CHACHA20_KEY_LEN);
    nonce = nji_jni_in(&frame, nonce_array, NJ_CHACHA20_NONCE_LEN);
    aad = nji_jni_in_all(&frame, aad_array, &aad_len);
    in = nji_jni_in_all(&frame, in_array, &in_len);
    out = nji_jni_out(&frame, out_array, in_len + NJ_AEAD_TAG_LEN);
    if (frame.status == NJ_OK) frame.status = nj_aead_encrypt(out, key, nonce, aad, aad_len, in, in_len);
    return nji_jni_close(&frame);
}

static jint aead_decrypt(JNIEnv *env, jclass type, jbyteArray out_array, jbyteArray key_array, jbyteArray nonce_array,
                         jbyteArray aad_array, jbyteArray in_array) {
    nji_jni_frame frame;
    uint8_t *out;
    const uint8_t *key, *nonce, *aad, *in;
    size_t aad_len, in_len;
    (void)type;
    nji_jni_open(&frame, env);
    key = nji_jni_in(&frame, key_array, NJ_CHACHA20_KEY_LEN);
    nonce = nji_jni_in(&frame, nonce_array, NJ_CHACHA20_NONCE_LEN);
    aad = nji_jni_in_all(&frame, aad_array, &aad_len);
    in = nji_jni_in_all(&frame, in_array, &in_len);
    out = nji_jni_out(&frame, out_array, in_len < NJ_AEAD_TAG_LEN ? 0 : in_len - NJ_AEAD_TAG_LEN);
    if (frame.status == NJ_OK) frame.status = nj_aead_decrypt(out, key, nonce, aad, aad_len, in, in_len);
    return nji_jni_close(&frame);
}

static const JNINativeMethod methods[] = {
    {"chacha20", "([BI[B[BI[BII)I", (void *)aead_chacha20},
    {"encrypt", "([B[B[B[B[B)I", (void *)aead_encrypt},
    {"decrypt", "([B[B[B[B[B)I", (void *)aead_decrypt},
};
const nji_jni_class nji_jni_aead = NJI_JNI_CLASS("AeadNative", methods);
