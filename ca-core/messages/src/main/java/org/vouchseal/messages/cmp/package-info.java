/**
 * CMP messages (RFC 9810) as two rooms must judge them on their own: reading, header rules,
 * protection, proof of possession, and the protection of answers. No state, no authorization.
 */
@NullMarked
package org.vouchseal.messages.cmp;

import org.jspecify.annotations.NullMarked;
