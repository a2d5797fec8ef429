/**
 * Each WAR as built, deployed once on the real server over a real database and a real ceremony:
 * what only the container can get wrong is tested here, nothing else.
 */
@NullMarked
package org.vouchseal.arquillian;

import org.jspecify.annotations.NullMarked;
