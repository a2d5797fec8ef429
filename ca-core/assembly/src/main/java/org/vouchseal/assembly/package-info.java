/**
 * The CA rooms of one machine, put together as plain Java: each port of an asking room bound to the
 * room that answers. Used by the server's WAR and by the light core of the drills.
 */
@NullMarked
package org.vouchseal.assembly;

import org.jspecify.annotations.NullMarked;
