package org.nightjar.async.recipient;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nightjar.async.ForwardingTerms;
import org.nightjar.async.InboundChannel;
import org.nightjar.wire.ShortChannelId;
import org.nightjar.wire.WireException;
import org.nightjar.wire.WireReader;
import org.nightjar.wire.WireWriter;
import org.nightjar.wire.blinded.PaymentRelay;

/** The channels that an invoice leads over, and their terms when it was made. Immutable. */
final class ChannelSet {
  private final SortedMap<ShortChannelId, ForwardingTerms> terms;

  private ChannelSet(SortedMap<ShortChannelId, ForwardingTerms> terms) {
    this.terms = terms;
  }

  static ChannelSet of(Collection<InboundChannel> channels) {
    SortedMap<ShortChannelId, ForwardingTerms> terms = new TreeMap<>();
    channels.forEach(channel -> terms.put(channel.channel(), channel.terms()));
    return new ChannelSet(terms);
  }

  /**
   * Whether an invoice should be made anew: a channel that an invoice would lead over is not in it,
   * or one that is in it is gone or has other terms. A channel that is not usable for a while is no
   * reason.
   *
   * @param known all channels
   * @param chosen those that an invoice would lead over now
   */
  boolean isOutdated(List<InboundChannel> known, List<InboundChannel> chosen) {
    SortedMap<ShortChannelId, ForwardingTerms> now = of(known).terms;
    return !terms.keySet().containsAll(of(chosen).terms.keySet())
        || !now.entrySet().containsAll(terms.entrySet());
  }

  static ChannelSet read(WireReader reader) throws WireException {
    SortedMap<ShortChannelId, ForwardingTerms> terms = new TreeMap<>();
    while (reader.remaining() > 0) {
      ShortChannelId id = ShortChannelId.fromLong(reader.u64());
      PaymentRelay relay = new PaymentRelay(reader.u16(), reader.u32(), reader.u32());
      terms.put(id, new ForwardingTerms(relay, reader.u64(), reader.u64()));
    }
    return new ChannelSet(terms);
  }

  WireWriter encode() {
    WireWriter writer = new WireWriter();
    terms.forEach(
        (id, channel) ->
            writer
                .u64(id.toLong())
                .u16(channel.relay().cltvExpiryDelta())
                .u32(channel.relay().feeProportionalMillionths())
                .u32(channel.relay().feeBaseMsat())
                .u64(channel.htlcMinimumMsat())
                .u64(channel.htlcMaximumMsat()));
    return writer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelSet set && terms.equals(set.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    return terms.keySet().toString();
  }
}
