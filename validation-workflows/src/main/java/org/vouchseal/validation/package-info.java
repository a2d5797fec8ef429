/**
 * Identity validation: cases, mailbox checks, limits, mail and orders. Knows no certificates and no
 * HTTP; every feature package is plain Java.
 */
@NullMarked
package org.vouchseal.validation;

import org.jspecify.annotations.NullMarked;
