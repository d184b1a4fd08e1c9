/**
 * The port {@link org.nightjar.async.store.Store} on JDBC.
 *
 * <p>Calls that write at the same time share one transaction and one sync of the disk (group
 * commit). A transaction first reads what its batches want to change, decides by {@link
 * org.nightjar.async.store.WritePlan} which batches succeed, and writes the changes of those; a
 * batch that conflicts has no effect on the others.
 *
 * <ul>
 *   <li><b>SQLite</b>: the write-ahead log is synced at each commit ({@code synchronous=FULL}). A
 *       transaction has the write lock from its beginning, so several processes may use one file;
 *       they write one at a time, though in no fair order. The file must lie on a local disk. When
 *       it is opened, the records' table and its indexes are compared: where they differ, the file
 *       is damaged and is not opened; nor is it if a log that a crash left is damaged.
 *   <li><b>PostgreSQL</b>: a transaction locks the rows it will change, sees one snapshot ({@code
 *       REPEATABLE READ}), and is repeated when another process came in between. A server that does
 *       not sync ({@code fsync=off}) is refused.
 * </ul>
 *
 * <p>Records hold secrets: preimages, session keys. Files made here are for their user alone; the
 * rights of a PostgreSQL database are its administrator's care. A store that was restored from an
 * older copy has forgotten promises, and must not be used.
 *
 * <p>Stores hold the program's JDBC drivers by class path: {@code org.xerial:sqlite-jdbc}, {@code
 * org.postgresql:postgresql}.
 */
@NullMarked
package org.nightjar.store;

import org.jspecify.annotations.NullMarked;
