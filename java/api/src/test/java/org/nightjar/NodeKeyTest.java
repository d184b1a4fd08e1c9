package org.nightjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nightjar.spi.Status;

class NodeKeyTest {
  private static final OnionPacket PACKET =
      OnionPacket.of(FakeBackend.packet(OnionPacket.MIN_LENGTH, Status.OK, 2));
  private static final byte[] ASSOC = new byte[32];

  private final FakeBackend backend = new FakeBackend();
  private final Nightjar nightjar = Fakes.nightjar(backend);
  private final NodeKey key = nightjar.nodeKey(SecretKey.of(new byte[32]));

  @Test
  void closesOnce() {
    key.close();
    key.close();
    assertThat(backend.closes).hasValue(1);
  }

  @Test
  void aClosedKeyIsRefused() {
    key.close();
    assertThatThrownBy(() -> nightjar.peel(key, PACKET, ASSOC))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aKeyOfAnotherInstanceIsRefused() {
    Nightjar other = Fakes.nightjar(new FakeBackend());
    assertThatThrownBy(() -> other.peel(key, PACKET, ASSOC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another Nightjar");
    key.close();
    assertThat(backend.closes).as("the refused call holds nothing").hasValue(1);
  }

  @Test
  void aCallThatFailsReleasesTheKey() {
    backend.status = Status.INTERNAL;
    assertThatThrownBy(() -> nightjar.peel(key, PACKET, ASSOC))
        .isInstanceOf(NightjarException.class);
    key.close();
    assertThat(backend.closes).hasValue(1);
  }

  @Test
  void theLastCallUnderWayWipes() {
    key.acquire(backend);
    key.acquire(backend);
    key.close();
    assertThat(backend.closes).hasValue(0);
    key.release();
    assertThat(backend.closes).hasValue(0);
    assertThatThrownBy(() -> key.acquire(backend)).isInstanceOf(IllegalStateException.class);
    key.release();
    assertThat(backend.closes).hasValue(1);
  }

  @Test
  void aKeyThatTheProviderRefusesIsTheCallersError() {
    FakeBackend picky =
        new FakeBackend() {
          @Override
          public long keyOpen(byte[] secretKey) {
            return 0;
          }
        };
    assertThatThrownBy(() -> Fakes.nightjar(picky).nodeKey(SecretKey.of(new byte[32])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret key");
  }

  @Test
  void printsThePublicKey() {
    assertThat(key.toString()).isEqualTo("NodeKey[" + key.publicKey() + "]");
  }

  @Test
  void noCallEverUsesAWipedKey() throws Exception {
    FakeBackend slow =
        new FakeBackend() {
          @Override
          protected void whileInUse() {
            Thread.onSpinWait();
          }
        };
    Nightjar shared = Fakes.nightjar(slow);
    int rounds = 300;
    int peelers = 3;
    int closers = 2;
    ExecutorService threads = Executors.newFixedThreadPool(peelers + closers);
    try {
      for (int round = 0; round < rounds; round++) {
        NodeKey contested = shared.nodeKey(SecretKey.of(new byte[32]));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < peelers; i++) {
          all.add(threads.submit(() -> peelUntilClosed(shared, contested, start)));
        }
        for (int i = 0; i < closers; i++) {
          all.add(threads.submit(() -> closeAfter(contested, start)));
        }
        start.countDown();
        for (Future<?> each : all) {
          each.get();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(slow.usesOfClosedKey).hasValue(0);
    assertThat(slow.closes).hasValue(rounds);
  }

  private static Void peelUntilClosed(Nightjar nightjar, NodeKey key, CountDownLatch start)
      throws InterruptedException {
    start.await();
    while (true) {
      try {
        nightjar.peel(key, PACKET, ASSOC);
      } catch (IllegalStateException closed) {
        return null;
      }
    }
  }

  private static Void closeAfter(NodeKey key, CountDownLatch start) throws InterruptedException {
    start.await();
    key.close();
    return null;
  }
}
