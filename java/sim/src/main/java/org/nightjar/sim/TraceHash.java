package org.nightjar.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** SHA-256 of a run: who sent which bytes to whom at what time, and what else happened. */
public final class TraceHash implements Trace {
  private final MessageDigest digest;
  private long events;

  /** Of nothing yet. */
  public TraceHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void on(Instant at, TraceEvent event) {
    events++;
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, at.toEpochMilli()));
    add(event.getClass().getSimpleName());
    if (event instanceof TraceEvent.Sent sent) {
      add(sent.from(), sent.to(), sent.message());
    } else if (event instanceof TraceEvent.Delivered delivered) {
      add(delivered.from(), delivered.to(), delivered.message());
    } else if (event instanceof TraceEvent.Lost lost) {
      add(lost.from(), lost.to(), lost.message());
    } else if (event instanceof TraceEvent.Opened opened) {
      add(opened.node() + opened.message().getClass().getSimpleName());
    } else if (event instanceof TraceEvent.Told told) {
      add(told.node() + told.event().getClass().getSimpleName());
    } else if (event instanceof TraceEvent.Did did) {
      add(did.node() + did.effect().getClass().getSimpleName());
    } else {
      add(event.toString());
    }
  }

  private void add(String from, String to, NetMessage message) {
    add(from + ">" + to);
    digest.update(message.encode());
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many events there were. */
  public long events() {
    return events;
  }

  /** The hash of all so far, in hexadecimal digits; what comes later begins a new hash. */
  public String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
