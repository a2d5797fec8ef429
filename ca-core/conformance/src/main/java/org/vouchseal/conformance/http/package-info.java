/** The addresses of the conformance CA. */
@NullMarked
package org.vouchseal.conformance.http;

import org.jspecify.annotations.NullMarked;
