/** Proofs that arrive as CMS SignedData. */
@NullMarked
package org.vouchseal.issuing.cms;

import org.jspecify.annotations.NullMarked;
