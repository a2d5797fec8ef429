/**
 * Key packages as CMS structures (RFC 9810 §5.2.2, RFC 9483 §4.1.6), built with BouncyCastle and
 * signed through the token.
 */
@NullMarked
package org.vouchseal.keyservice.cms;

import org.jspecify.annotations.NullMarked;
