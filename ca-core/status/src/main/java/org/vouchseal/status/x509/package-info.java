/** Certificates of the database, read before they are given out. */
@NullMarked
package org.vouchseal.status.x509;

import org.jspecify.annotations.NullMarked;
