/** Orders and secrets as the registration authorities send them: JWS and JWE. */
@NullMarked
package org.vouchseal.keyservice.jose;

import org.jspecify.annotations.NullMarked;
