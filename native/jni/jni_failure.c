/* FailureNative. What changes in place is copied, changed and copied back; no packet of any length needs an exception. */
#include "jni_common.h"
#include "nightjar/failure.h"

static jint failure_create(JNIEnv *env, jclass type, jbyteArray packet_array, jbyteArray secret_array, jbyteArray failure_array) {
    nji_jni_frame frame;
    uint8_t *packet;
    const uint8_t *shared_secret, *failure;
    size_t packet_len, failure_len;
    (void)type;
    nji_jni_open(&frame, env);
    packet_len = nji_jni_len(&frame, packet_array);
    packet = nji_jni_out(&frame, packet_array, packet_len);
    shared_secret = nji_jni_in(&frame, secret_array, NJ_SHARED_SECRET_LEN);
    failure = nji_jni_in_all(&frame, failure_array, &failure_len);
    if (frame.status == NJ_OK) frame.status = nj_failure_create(packet, packet_len, shared_secret, failure, failure_len);
    return nji_jni_close(&frame);
}

static jint failure_wrap(JNIEnv *env, jclass type, jbyteArray packet_array, jbyteArray secret_array) {
    nji_jni_frame frame;
    uint8_t *packet;
    const uint8_t *shared_secret;
    size_t packet_len;
    (void)type;
    nji_jni_open(&frame, env);
    packet = nji_jni_inout(&frame, packet_array, &packet_len);
    shared_secret = nji_jni_in(&frame, secret_array, NJ_SHARED_SECRET_LEN);
    if (frame.status == NJ_OK) frame.status = nj_failure_wrap(packet, packet_len, shared_secret);
    return nji_jni_close(&frame);
}

/* Copy the shared secrets of a route, which must be whole ones. */
static const uint8_t *take_secrets(nji_jni_frame *frame, jbyteArray array, size_t *hop_count) {
    size_t len;
    const uint8_t *secrets = nji_jni_in_all(frame, array, &len);
    *hop_count = len / NJ_SHARED_SECRET_LEN;
    if (len % NJ_SHARED_SECRET_LEN != 0 && frame->status == NJ_OK) frame->status = NJ_ERR_ARGUMENT;
    return secrets;
}

static jint failure_decrypt(JNIEnv *env, jclass type, jbyteArray failure_array, jintArray found_array, jbyteArray packet_array,
                            jbyteArray secrets_array) {
    nji_jni_frame frame;
    uint8_t *failure, *scratch;
    const uint8_t *packet, *shared_secrets;
    size_t packet_len, hop_count, failure_len = 0, hop = 0;
    uint32_t *found;
    (void)type;
    nji_jni_open(&frame, env);
    found = nji_jni_out_ints(&frame, found_array, 2);
    packet = nji_jni_in_all(&frame, packet_array, &packet_len);
    failure = nji_jni_out(&frame, failure_array, packet_len);
    shared_secrets = take_secrets(&frame, secrets_array, &hop_count);
    scratch = nji_jni_room(&frame, packet_len);
    if (frame.status == NJ_OK) {
        frame.status = nj_failure_decrypt(failure, &failure_len, &hop, scratch, packet, packet_len, shared_secrets, hop_count);
        found[0] = (uint32_t)failure_len;
        found[1] = (uint32_t)hop;
    }
    return nji_jni_close(&frame);
}

static jint attribution_wrap(JNIEnv *env, jclass type, jbyteArray attribution_array, jbyteArray packet_array,
                             jbyteArray secret_array, jint hold_time) {
    nji_jni_frame frame;
    uint8_t *attribution, *packet;
    const uint8_t *shared_secret;
    size_t attribution_len, packet_len;
    (void)type;
    nji_jni_open(&frame, env);
    attribution = nji_jni_inout(&frame, attribution_array, &attribution_len);
    packet = nji_jni_inout(&frame, packet_array, &packet_len);
    shared_secret = nji_jni_in(&frame, secret_array, NJ_SHARED_SECRET_LEN);
    if (frame.status == NJ_OK && attribution_len != NJ_ATTRIBUTION_LEN) frame.status = NJ_ERR_ARGUMENT;
    if (frame.status == NJ_OK) {
        frame.status = nj_attribution_wrap(attribution, packet, packet_len, shared_secret, (uint32_t)hold_time);
    }
    return nji_jni_close(&frame);
}

static jint attribution_decrypt(JNIEnv *env, jclass type, jintArray times_array, jintArray verified_array,
                                jbyteArray attribution_array, jbyteArray packet_array, jbyteArray secrets_array) {
    nji_jni_frame frame;
    uint32_t *hold_times, *verified;
    uint8_t *scratch;
    const uint8_t *attribution, *packet, *shared_secrets;
    size_t packet_len, hop_count, verified_count = 0;
    (void)type;
    nji_jni_open(&frame, env);
    shared_secrets = take_secrets(&frame, secrets_array, &hop_count);
    hold_times = nji_jni_out_ints(&frame, times_array, hop_count);
    verified = nji_jni_out_ints(&frame, verified_array, 1);
    attribution = nji_jni_in(&frame, attribution_array, NJ_ATTRIBUTION_LEN);
    packet = nji_jni_in_all(&frame, packet_array, &packet_len);
    scratch = nji_jni_room(&frame, packet_len);
    if (frame.status == NJ_OK) {
        frame.status = nj_attribution_decrypt(hold_times, &verified_count, scratch, attribution, packet, packet_len,
                                              shared_secrets, hop_count);
        *verified = (uint32_t)verified_count;
    }
    return nji_jni_close(&frame);
}

static const JNINativeMethod methods[] = {
    {"create", "([B[B[B)I", (void *)failure_create},
    {"wrap", "([B[B)I", (void *)failure_wrap},
    {"decrypt", "([B[I[B[B)I", (void *)failure_decrypt},
    {"attributionWrap", "([B[B[BI)I", (void *)attribution_wrap},
    {"attributionDecrypt", "([I[I[B[B[B)I", (void *)attribution_decrypt},
};
const nji_jni_class nji_jni_failure = NJI_JNI_CLASS("FailureNative", methods);
