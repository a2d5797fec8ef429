/**
 * The REST interface of the registration authority: strict JSON in, JSON or problem+json (RFC 9457)
 * out. The rules are in the validation room; here is only their form.
 */
@NullMarked
package org.vouchseal.api.http;

import org.jspecify.annotations.NullMarked;
