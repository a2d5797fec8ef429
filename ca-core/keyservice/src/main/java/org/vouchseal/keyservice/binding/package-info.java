/**
 * What the key service has learned of signers and messages by itself, and holds against everybody
 * who shows them again: which owner a signing key acts for, which order a message stands under.
 */
@NullMarked
package org.vouchseal.keyservice.binding;

import org.jspecify.annotations.NullMarked;
