/** Puts the key service together as plain Java; the server binds it to the other rooms. */
@NullMarked
package org.vouchseal.keyservice.boot;

import org.jspecify.annotations.NullMarked;
