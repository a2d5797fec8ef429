/**
 * Which library does which computation. Providers are explicit objects per role; nothing here or
 * elsewhere registers one with the JVM or relies on the JVM's order.
 */
@NullMarked
package org.vouchseal.hsm.provider;

import org.jspecify.annotations.NullMarked;
