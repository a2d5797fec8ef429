/** Statements that a user signs with his identity (CMS SignedData, RFC 5652). */
@NullMarked
package org.vouchseal.sdk.cms;

import org.jspecify.annotations.NullMarked;
