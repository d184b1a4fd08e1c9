/** A simulated network for async payments: nodes, channels, messages, faults. */
module org.nightjar.sim {
  requires transitive org.nightjar.async;
  requires transitive org.nightjar.ptlc;
  requires java.management;

  uses org.nightjar.spi.Provider;

  exports org.nightjar.sim;
  exports org.nightjar.sim.channel;
  exports org.nightjar.sim.ptlc;
  exports org.nightjar.sim.scenario;
}
