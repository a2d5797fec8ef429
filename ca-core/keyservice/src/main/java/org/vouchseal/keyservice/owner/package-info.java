/**
 * To whom escrowed keys belong. Every look-up of a key starts from an owner, so that it cannot
 * reach the key of another one, whatever mailbox both may have had.
 */
@NullMarked
package org.vouchseal.keyservice.owner;

import org.jspecify.annotations.NullMarked;
