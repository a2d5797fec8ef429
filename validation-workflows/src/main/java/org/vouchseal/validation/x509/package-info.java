/**
 * Reads from certificates what the workflows need to know, with the JDK alone; verifies nothing.
 */
@NullMarked
package org.vouchseal.validation.x509;

import org.jspecify.annotations.NullMarked;
