/**
 * A real MariaDB with every schema for tests, once per JVM: started at the first use, ended with
 * the JVM, its files below the module's target folder.
 */
@NullMarked
package org.vouchseal.testdatabase;

import org.jspecify.annotations.NullMarked;
