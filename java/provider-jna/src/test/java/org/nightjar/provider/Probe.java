package org.nightjar.provider;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.ServiceLoader;
import org.nightjar.natives.NativeLibrary;
import org.nightjar.spi.Backend;
import org.nightjar.spi.PeeledLayout;
import org.nightjar.spi.Provider;
import org.nightjar.spi.ProviderUnavailableException;
import org.nightjar.spi.Status;

/**
 * What EnvironmentTest starts in JVMs of its own: opens a provider twice, calls every native
 * method, and prints one line per opening.
 */
public final class Probe {
  private Probe() {}

  static Provider provider(String id) {
    return ServiceLoader.load(Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.id().equals(id))
        .findAny()
        .orElseThrow();
  }

  /** The argument is the id of the provider. */
  public static void main(String[] args) {
    for (int i = 0; i < 2; i++) {
      try {
        callEverything(provider(args[0]).open());
        System.out.println("OPEN " + NativeLibrary.lastSteps(args[0]));
      } catch (ProviderUnavailableException e) {
        System.out.println("UNAVAILABLE " + e.getMessage());
      }
    }
  }

  private static void callEverything(Backend backend) {
    byte[] secret = HexFormat.of().parseHex("41".repeat(32));
    byte[] point = new byte[33];
    byte[] hash = new byte[32];
    byte[] nonce = new byte[12];
    byte[] sealed = new byte[48];
    byte[] signature = new byte[64];
    backend.version();
    backend.describe();
    ok(backend.selftest());
    ok(backend.echo(new byte[9000], new byte[9000]));
    ok(backend.secretKeyCheck(secret));
    ok(backend.publicKeyCreate(point, secret));
    ok(backend.publicKeyCheck(point));
    ok(backend.ecdh(hash, secret, point));
    ok(backend.kdf(hash, 0, secret));
    ok(backend.sha256(hash, point));
    ok(backend.hmacSha256(hash, secret, point));
    ok(backend.hkdfSha256(new byte[100], secret, secret, secret));
    ok(backend.chacha20(hash, 0, secret, nonce, 0, hash, 0, 32));
    ok(backend.aeadEncrypt(sealed, secret, nonce, point, hash));
    ok(backend.aeadDecrypt(hash, secret, nonce, point, sealed));
    ok(backend.schnorrSign(signature, secret, hash, null));
    ok(backend.schnorrVerify(Arrays.copyOfRange(point, 1, 33), hash, signature));
    peel(backend, secret, point);
    failures(backend, secret);
    paths(backend, secret, point);
  }

  private static void failures(Backend backend, byte[] secret) {
    byte[] packet = new byte[292];
    byte[] attribution = new byte[920];
    ok(backend.failureCreate(packet, secret, new byte[2]));
    ok(backend.attributionWrap(attribution, packet, secret, 7));
    ok(backend.failureDecrypt(new byte[292], new int[2], packet, secret));
    int[] holdTimes = new int[1];
    ok(backend.attributionDecrypt(holdTimes, new int[1], attribution, packet, secret));
    ok(backend.failureWrap(packet, secret));
    if (holdTimes[0] != 7) {
      throw new AssertionError("the hold time came back as " + holdTimes[0]);
    }
  }

  private static void paths(Backend backend, byte[] secret, byte[] point) {
    byte[] pathKey = new byte[33];
    byte[] encrypted = new byte[18];
    byte[] data = {1, 2};
    ok(
        backend.blindedPathCreate(
            pathKey, new byte[33], encrypted, secret, point, data, new int[] {2}));
    long key = backend.keyOpen(secret);
    byte[] found = new byte[2];
    ok(backend.blindedUnblind(found, new byte[33], key, pathKey, encrypted));
    ok(backend.blindedSecretKey(new byte[32], key, pathKey));
    backend.keyClose(key);
    if (!Arrays.equals(found, data)) {
      throw new AssertionError("the path's data did not come back");
    }
  }

  private static void peel(Backend backend, byte[] secret, byte[] point) {
    byte[] onion = new byte[1366];
    byte[] assoc = new byte[32];
    ok(backend.onionBuild(onion, new byte[32], secret, point, new byte[9], new int[] {9}, assoc));
    long key = backend.keyOpen(secret);
    ok(backend.onionPeel(key, onion, 0, 1366, assoc, null)[3]);
    if (backend.onionPeel(key, onion, 0, 1366, new byte[0], null).length != 4) {
      throw new AssertionError("a wrong HMAC was accepted");
    }
    ByteBuffer peeled = ByteBuffer.allocateDirect(PeeledLayout.length(1366));
    ByteBuffer onions = ByteBuffer.allocateDirect(1366).put(onion);
    ByteBuffer assocs = ByteBuffer.allocateDirect(32);
    ok(backend.onionPeelBatch(peeled, key, 1, onions, 1366, assocs, 32, null));
    ok(peeled.getInt(0));
    backend.keyClose(key);
  }

  private static void ok(int status) {
    if (status != Status.OK) {
      throw new AssertionError("status " + status);
    }
  }
}
