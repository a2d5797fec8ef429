/**
 * Keys that do not leave. A {@link org.vouchseal.hsm.Token} holds keys under purposes and gives out
 * capabilities, each good for one kind of operation; no method of this package returns a private or
 * secret key of a token.
 */
@NullMarked
package org.vouchseal.hsm;

import org.jspecify.annotations.NullMarked;
