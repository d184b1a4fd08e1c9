/* SchnorrNative. */
#include "jni_common.h"
#include "nightjar/schnorr.h"

static jint schnorr_sign(JNIEnv *env, jclass type, jbyteArray signature_array, jbyteArray secret_array, jbyteArray msg_array,
                         jbyteArray aux_array) {
    nji_jni_frame frame;
    uint8_t *signature;
    const uint8_t *secret_key, *msg, *aux;
    size_t msg_len;
    (void)type;
    nji_jni_open(&frame, env);
    signature = nji_jni_out(&frame, signature_array, NJ_SCHNORR_SIGNATURE_LEN);
    secret_key = nji_jni_in(&frame, secret_array, NJ_SECRET_KEY_LEN);
    msg = nji_jni_in_all(&frame, msg_array, &msg_len);
    aux = nji_jni_in_or_null(&frame, aux_array, NJ_SCHNORR_AUX_LEN);
    if (frame.status == NJ_OK) frame.status = nj_schnorr_sign(nji_jni_ctx(), signature, secret_key, msg, msg_len, aux);
    return nji_jni_close(&frame);
}

static jint schnorr_verify(JNIEnv *env, jclass type, jbyteArray public_array, jbyteArray msg_array, jbyteArray signature_array) {
    nji_jni_frame frame;
    const uint8_t *public_key, *msg, *signature;
    size_t msg_len;
    (void)type;
    nji_jni_open(&frame, env);
    public_key = nji_jni_in(&frame, public_array, NJ_XONLY_KEY_LEN);
    msg = nji_jni_in_all(&frame, msg_array, &msg_len);
    signature = nji_jni_in(&frame, signature_array, NJ_SCHNORR_SIGNATURE_LEN);
    if (frame.status == NJ_OK) frame.status = nj_schnorr_verify(public_key, msg, msg_len, signature);
    return nji_jni_close(&frame);
}

static jint schnorr_verify_batch(JNIEnv *env, jclass type, jobject statuses_buffer, jint count, jobject publics_buffer,
                                 jobject msgs_buffer, jint msg_length, jobject signatures_buffer) {
    nji_jni_batch batch;
    size_t msg_len;
    nj_status *statuses;
    const uint8_t *public_keys, *msgs, *signatures;
    (void)type;
    nji_jni_batch_open(&batch, env, count, NJ_BATCH_MAX_COUNT);
    msg_len = nji_jni_batch_len(&batch, msg_length, 0, INT32_MAX);
    statuses = nji_jni_column_ints(&batch, statuses_buffer, 1);
    public_keys = nji_jni_column(&batch, publics_buffer, NJ_XONLY_KEY_LEN);
    msgs = nji_jni_column(&batch, msgs_buffer, msg_len);
    signatures = nji_jni_column(&batch, signatures_buffer, NJ_SCHNORR_SIGNATURE_LEN);
    if (batch.status != NJ_OK) return (jint)batch.status;
    return (jint)nj_schnorr_verify_batch(statuses, batch.count, public_keys, msgs, msg_len, signatures);
}

static const JNINativeMethod methods[] = {
    {"sign", "([B[B[B[B)I", (void *)schnorr_sign},
    {"verify", "([B[B[B)I", (void *)schnorr_verify},
    {"verifyBatch", "(Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;Ljava/nio/ByteBuffer;ILjava/nio/ByteBuffer;)I",
     (void *)schnorr_verify_batch},
};
const nji_jni_class nji_jni_schnorr = NJI_JNI_CLASS("SchnorrNative", methods);
