package org.nightjar;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.nightjar.spi.Backend;
import org.nightjar.spi.ExperimentalBackend;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Status;

/**
 * A backend without cryptography, which shows what reaches a provider. Every call answers {@link
 * #status}; outputs are filled with {@link #FILL}. A peel answers the status that the packet holds
 * in its second byte, if that is not 0 (plus 200), and else takes the packet's third byte as length
 * of the payload.
 */
public class FakeBackend implements Backend {
  public static final byte FILL = 0x5a;
  static final Primitives PRIMITIVES = new Primitives(new FakeBackend());

  public volatile int status = Status.OK;
  volatile @Nullable Object lastPathKeys;
  public volatile int lastCount = -1;
  final AtomicLong closes = new AtomicLong();
  final AtomicLong usesOfClosedKey = new AtomicLong();
  private final AtomicLong handles = new AtomicLong();
  private final Set<Long> open = ConcurrentHashMap.newKeySet();

  /** A packet that the fake answers with this status and payload length. */
  public static byte[] packet(int length, int status, int payloadLength) {
    byte[] packet = new byte[length];
    packet[1] = (byte) (status == Status.OK ? 0 : status - 200);
    packet[2] = (byte) payloadLength;
    packet[3] = (byte) (status == Status.OK ? 0 : 1);
    return packet;
  }

  private int fill(byte[] out) {
    if (status == Status.OK) {
      Arrays.fill(out, FILL);
    }
    return status;
  }

  /** What happens while a key is in use; a test slows it down. */
  protected void whileInUse() {}

  private void use(long key) {
    whileInUse();
    if (!open.contains(key)) {
      usesOfClosedKey.incrementAndGet();
    }
  }

  @Override
  public String version() {
    return "fake 1";
  }

  @Override
  public String describe() {
    return "no CPU features";
  }

  @Override
  public ExperimentalBackend experimental() {
    return (ExperimentalBackend)
        Proxy.newProxyInstance(
            ExperimentalBackend.class.getClassLoader(),
            new Class<?>[] {ExperimentalBackend.class},
            (proxy, method, arguments) -> status);
  }

  @Override
  public int selftest() {
    return status;
  }

  @Override
  public int echo(byte[] out, byte[] in) {
    return fill(out);
  }

  @Override
  public int secretKeyCheck(byte[] secretKey) {
    return status;
  }

  @Override
  public int publicKeyCheck(byte[] publicKey) {
    return status;
  }

  @Override
  public int publicKeyCreate(byte[] publicKey, byte[] secretKey) {
    fill(publicKey);
    publicKey[0] = 2;
    return status;
  }

  @Override
  public int ecdh(byte[] sharedSecret, byte[] secretKey, byte[] publicKey) {
    return fill(sharedSecret);
  }

  @Override
  public int kdf(byte[] key, int label, byte[] secret) {
    Arrays.fill(key, (byte) label);
    return status;
  }

  @Override
  public int sha256(byte[] hash, byte[] in) {
    return fill(hash);
  }

  @Override
  public int hmacSha256(byte[] mac, byte[] key, byte[] in) {
    return fill(mac);
  }

  @Override
  public int hkdfSha256(byte[] okm, byte[] salt, byte[] ikm, byte[] info) {
    return fill(okm);
  }

  @Override
  public int chacha20(
      byte[] out,
      int outOffset,
      byte[] key,
      byte[] nonce,
      int counter,
      byte[] in,
      int inOffset,
      int length) {
    return fill(out);
  }

  @Override
  public int aeadEncrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    return fill(out);
  }

  @Override
  public int aeadDecrypt(byte[] out, byte[] key, byte[] nonce, byte[] aad, byte[] in) {
    return fill(out);
  }

  @Override
  public int schnorrSign(
      byte[] signature, byte[] secretKey, byte[] message, byte @Nullable [] aux) {
    return fill(signature);
  }

  @Override
  public int schnorrVerify(byte[] publicKey, byte[] message, byte[] signature) {
    return status;
  }

  @Override
  public long keyOpen(byte[] secretKey) {
    if (status != Status.OK) {
      return 0;
    }
    long handle = handles.incrementAndGet();
    open.add(handle);
    return handle;
  }

  @Override
  public void keyClose(long key) {
    closes.incrementAndGet();
    open.remove(key);
  }

  @Override
  public int onionBuild(
      byte[] onion,
      byte[] sharedSecrets,
      byte[] sessionKey,
      byte[] hops,
      byte[] payloads,
      int[] payloadLengths,
      byte[] assoc) {
    fill(onion);
    return fill(sharedSecrets);
  }

  @Override
  public byte[] onionPeel(
      long key,
      byte[] onion,
      int onionOffset,
      int onionLength,
      byte[] assoc,
      byte @Nullable [] pathKey) {
    use(key);
    lastPathKeys = pathKey;
    ByteBuffer peeled = ByteBuffer.allocate(PeeledLayout.length(onionLength));
    writePeeled(peeled, 0, onion, onionOffset, onionLength);
    int payloadLength = peeled.getInt(PeeledLayout.PAYLOAD_LENGTH);
    return Arrays.copyOf(peeled.array(), PeeledLayout.payload(onionLength) + payloadLength);
  }

  @Override
  public int onionPeelBatch(
      ByteBuffer peeled,
      long key,
      int count,
      ByteBuffer onions,
      int onionLength,
      ByteBuffer assocs,
      int assocLength,
      @Nullable ByteBuffer pathKeys) {
    lastCount = count;
    lastPathKeys = pathKeys;
    for (int i = 0; i < count && status == Status.OK; i++) {
      byte[] onion = new byte[onionLength];
      onions.duplicate().clear().position(i * onionLength).get(onion);
      writePeeled(peeled, i * PeeledLayout.length(onionLength), onion, 0, onionLength);
    }
    use(key);
    return status;
  }

  @Override
  public int failureCreate(byte[] packet, byte[] sharedSecret, byte[] failure) {
    return fill(packet);
  }

  @Override
  public int failureWrap(byte[] packet, byte[] sharedSecret) {
    return fill(packet);
  }

  @Override
  public int failureDecrypt(byte[] failure, int[] found, byte[] packet, byte[] sharedSecrets) {
    found[0] = 2;
    found[1] = sharedSecrets.length / 32 - 1;
    return fill(failure);
  }

  @Override
  public int attributionWrap(byte[] attribution, byte[] packet, byte[] sharedSecret, int holdTime) {
    ByteBuffer.wrap(attribution).putInt(holdTime);
    return status;
  }

  @Override
  public int attributionDecrypt(
      int[] holdTimes, int[] verified, byte[] attribution, byte[] packet, byte[] sharedSecrets) {
    Arrays.fill(holdTimes, -1);
    verified[0] = holdTimes.length;
    return status;
  }

  @Override
  public int blindedPathCreate(
      byte[] pathKeys,
      byte[] blindedIds,
      byte[] encrypted,
      byte[] sessionKey,
      byte[] nodes,
      byte[] payloads,
      int[] payloadLengths) {
    System.arraycopy(nodes, 0, pathKeys, 0, nodes.length);
    System.arraycopy(nodes, 0, blindedIds, 0, nodes.length);
    return fill(encrypted);
  }

  @Override
  public int blindedUnblind(
      byte[] data, byte[] nextPathKey, long key, byte[] pathKey, byte[] encrypted) {
    use(key);
    System.arraycopy(pathKey, 0, nextPathKey, 0, pathKey.length);
    return fill(data);
  }

  @Override
  public int blindedSecretKey(byte[] blindedSecret, long key, byte[] pathKey) {
    use(key);
    return fill(blindedSecret);
  }

  private void writePeeled(ByteBuffer to, int at, byte[] onion, int offset, int onionLength) {
    int result = onion[offset + 3] == 0 ? status : 200 + onion[offset + 1];
    int payloadLength = result == Status.OK ? onion[offset + 2] : 0;
    byte[] data = new byte[PeeledLayout.payload(onionLength) + payloadLength];
    Arrays.fill(data, FILL);
    data[PeeledLayout.NEXT_PATH_KEY] = (byte) (lastPathKeys == null ? 0 : 2);
    ByteBuffer.wrap(data).putInt(result).putInt(payloadLength);
    to.duplicate().clear().position(at).put(data);
  }
}
