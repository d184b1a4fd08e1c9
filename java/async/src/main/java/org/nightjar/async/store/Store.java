package org.nightjar.async.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Durable records with versions. All methods may be called from many threads. A reader sees every
 * write that was acknowledged before it started, and no half of a batch. A claim reads as a record
 * of version 1 whose value is the owner, due at the height until which it must be kept.
 *
 * <p>After a {@link StoreException} the store may be used again: while the fault lasts each call
 * fails, and when it is gone calls succeed.
 */
public interface Store extends AutoCloseable {
  /** The record under a key. */
  Optional<Stored> load(Key key) throws StoreException;

  /**
   * Records of a kind in the order of their keys.
   *
   * @param after where to go on: the last key of the answer before, or null for the first
   * @param limit the most records to give, at least 1
   */
  List<Stored> scan(Kind kind, @Nullable Key after, int limit) throws StoreException;

  /**
   * Records of a kind whose time has come, earliest first, those of one time by key.
   *
   * @param limit the most records to give, at least 1
   */
  List<Stored> due(Kind kind, Instant now, int limit) throws StoreException;

  /**
   * Records of a kind whose block height has come, lowest first, those of one height by key.
   *
   * @param limit the most records to give, at least 1
   */
  List<Stored> dueAtHeight(Kind kind, long height, int limit) throws StoreException;

  /**
   * Writes batches, each of them whole or not at all and each in view of those before it, and makes
   * them durable together.
   *
   * @return one outcome for each batch, in order; when this returns, what is {@link Outcome.Done}
   *     survives a crash
   * @throws StoreException if the write could not be made durable: treat all as not written, though
   *     a later read may find them
   */
  List<Outcome> write(List<List<Write>> batches) throws StoreException;

  /**
   * Deletes claims of a kind that had to be kept until a height below this one, in steps that let
   * other writes pass.
   *
   * @param kind one that {@link Kind#isClaimed}
   */
  void prune(Kind kind, long belowHeight) throws StoreException;

  @Override
  void close();
}
