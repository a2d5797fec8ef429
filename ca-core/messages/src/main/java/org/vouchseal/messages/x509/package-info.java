/** Public keys, signatures and signer paths of messages from outside, over explicit providers. */
@NullMarked
package org.vouchseal.messages.x509;

import org.jspecify.annotations.NullMarked;
