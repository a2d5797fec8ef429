/**
 * The mailbox control challenge: a code that goes to the mailbox only and is typed into the session
 * that asked.
 */
@NullMarked
package org.vouchseal.validation.mailbox;

import org.jspecify.annotations.NullMarked;
