/* HashNative. */
#include "jni_common.h"
#include "nightjar/hash.h"

static jint hash_sha256(JNIEnv *env, jclass type, jbyteArray hash_array, jbyteArray in_array) {
    nji_jni_frame frame;
    uint8_t *hash;
    const uint8_t *in;
    size_t in_len;
    (void)type;
    nji_jni_open(&frame, env);
    hash = nji_jni_out(&frame, hash_array, NJ_SHA256_LEN);
    in = nji_jni_in_all(&frame, in_array, &in_len);
    if (frame.status == NJ_OK) frame.status = nj_sha256(hash, in, in_len);
    return nji_jni_close(&frame);
}

static jint hash_hmac_sha256(JNIEnv *env, jclass type, jbyteArray mac_array, jbyteArray key_array, jbyteArray in_array) {
    nji_jni_frame frame;
    uint8_t *mac;
    const uint8_t *key, *in;
    size_t key_len, in_len;
    (void)type;
    nji_jni_open(&frame, env);
    mac = nji_jni_out(&frame, mac_array, NJ_SHA256_LEN);
    key = nji_jni_in_all(&frame, key_array, &key_len);
    in = nji_jni_in_all(&frame, in_array, &in_len);
    if (frame.status == NJ_OK) frame.status = nj_hmac_sha256(mac, key, key_len, in, in_len);
    return nji_jni_close(&frame);
}

static jint hash_hkdf_sha256(JNIEnv *env, jclass type, jbyteArray okm_array, jbyteArray salt_array, jbyteArray ikm_array,
                             jbyteArray info_array) {
    nji_jni_frame frame;
    uint8_t *okm;
    const uint8_t *salt, *ikm, *info;
    size_t okm_len, salt_len, ikm_len, info_len;
    (void)type;
    nji_jni_open(&frame, env);
    okm_len = nji_jni_len(&frame, okm_array);
    okm = nji_jni_out(&frame, okm_array, okm_len);
    salt = nji_jni_in_all(&frame, salt_array, &salt_len);
    ikm = nji_jni_in_all(&frame, ikm_array, &ikm_len);
    info = nji_jni_in_all(&frame, info_array, &info_len);
    if (frame.status == NJ_OK) {
        frame.status = nj_hkdf_sha256(okm, okm_len, salt, salt_len, ikm, ikm_len, info, info_len);
    }
    return nji_jni_close(&frame);
}

static const JNINativeMethod methods[] = {
    {"sha256", "([B[B)I", (void *)hash_sha256},
    {"hmacSha256", "([B[B[B)I", (void *)hash_hmac_sha256},
    {"hkdfSha256", "([B[B[B[B)I", (void *)hash_hkdf_sha256},
};
const nji_jni_class nji_jni_hash = NJI_JNI_CLASS("HashNative", methods);
