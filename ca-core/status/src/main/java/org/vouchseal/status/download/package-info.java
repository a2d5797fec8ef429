/** CA certificates and revocation lists as relying parties fetch them. */
@NullMarked
package org.vouchseal.status.download;

import org.jspecify.annotations.NullMarked;
