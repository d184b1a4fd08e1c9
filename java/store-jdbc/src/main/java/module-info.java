/** Durable records over JDBC; the drivers are found at run time. */
module org.nightjar.store.jdbc {
  requires transitive org.nightjar.async;
  requires java.sql;

  exports org.nightjar.store;
}
