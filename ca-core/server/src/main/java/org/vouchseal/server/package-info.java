/**
 * Wiring of the CA rooms for one machine: reads the configuration, opens tokens, assembles each
 * room and binds the ports by which rooms ask each other. Holds no rule.
 */
@NullMarked
package org.vouchseal.server;

import org.jspecify.annotations.NullMarked;
