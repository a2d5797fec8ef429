/**
 * Sends mail over SMTP with Jakarta Mail, to one recipient, also to internationalized addresses
 * (RFC 6531).
 */
@NullMarked
package org.vouchseal.validation.mail;

import org.jspecify.annotations.NullMarked;
