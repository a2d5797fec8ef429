/**
 * A MariaDB server of one's own on 127.0.0.1, for developers' machines and tests: unpacked from the
 * class path, started, killed and stopped as a child process.
 */
@NullMarked
package org.vouchseal.migrations.server;

import org.jspecify.annotations.NullMarked;
