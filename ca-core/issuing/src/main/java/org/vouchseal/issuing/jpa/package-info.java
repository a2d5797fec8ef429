/** The tables of certificates, plans, key classes, revocations and revocation lists. */
@NullMarked
package org.vouchseal.issuing.jpa;

import org.jspecify.annotations.NullMarked;
