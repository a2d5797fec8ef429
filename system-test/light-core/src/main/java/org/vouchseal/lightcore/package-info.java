/**
 * The CA rooms over a real database in one small JVM without an application server, started and
 * killed by drills many times over. Never in production: its doors have no limits of their own.
 */
@NullMarked
package org.vouchseal.lightcore;

import org.jspecify.annotations.NullMarked;
